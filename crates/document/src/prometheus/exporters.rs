//! What well-known exporters measure, and which metric of Flywatch is the same.
//!
//! Names and units are those of blackbox_exporter 0.25, node_exporter 1.8 and snmp_exporter 0.26 (its module `if_mib`).

/// How a metric of an exporter must be read to be the one of Flywatch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Read {
    /// As it is.
    Value,
    /// A counter here and there.
    Counter,
    /// A counter whose rate Flywatch measures itself.
    Rate,
    /// A moment, less the time of day.
    Until,
    /// The time of day, less a moment.
    Since,
}

/// A metric of an exporter.
pub(super) struct Foreign {
    pub(super) name: &'static str,
    pub(super) read: Read,
    /// Only the series with this label, if any.
    pub(super) with: Option<(&'static str, &'static str)>,
    /// The metric of Flywatch.
    pub(super) ours: &'static str,
    /// `foreign = scale * ours + add`.
    pub(super) scale: f64,
    pub(super) add: f64,
    /// The series of Flywatch that is meant, if not all are.
    pub(super) at: Option<(&'static str, &'static str)>,
    /// What a label of the exporter is called here.
    pub(super) labels: &'static [(&'static str, &'static str)],
    /// Whether all its series together are the one value of Flywatch, so that a mean changes nothing.
    pub(super) is_whole: bool,
}

const fn foreign(name: &'static str, read: Read, ours: &'static str) -> Foreign {
    Foreign {
        name,
        read,
        with: None,
        ours,
        scale: 1.0,
        add: 0.0,
        at: None,
        labels: &[],
        is_whole: false,
    }
}

impl Foreign {
    const fn with(mut self, label: &'static str, value: &'static str) -> Self {
        self.with = Some((label, value));
        self
    }

    const fn scale(mut self, scale: f64, add: f64) -> Self {
        self.scale = scale;
        self.add = add;
        self
    }

    const fn labels(mut self, labels: &'static [(&'static str, &'static str)]) -> Self {
        self.labels = labels;
        self
    }

    const fn at(mut self, label: &'static str, value: &'static str) -> Self {
        self.at = Some((label, value));
        self
    }

    const fn whole(mut self) -> Self {
        self.is_whole = true;
        self
    }
}

const NIC: &[(&str, &str)] = &[("device", "interface")];
const DISK: &[(&str, &str)] = &[("device", "device")];
const MOUNT: &[(&str, &str)] = &[("mountpoint", "mount")];
const PORT: &[(&str, &str)] = &[("ifName", "interface"), ("ifDescr", "interface")];
/// Prometheus counts bytes where Flywatch tells bits.
const BYTES_OF_BITS: f64 = 0.125;

/// Metrics by themselves. Where several have one name, the first that fits what is asked for is taken.
pub(super) const METRICS: &[Foreign] = &[
    // blackbox_exporter
    foreign("probe_duration_seconds", Read::Value, "http_total_seconds"),
    foreign("probe_duration_seconds", Read::Value, "icmp_rtt_seconds"),
    foreign("probe_duration_seconds", Read::Value, "tcp_connect_seconds"),
    foreign("probe_duration_seconds", Read::Value, "dns_lookup_seconds"),
    foreign("probe_icmp_duration_seconds", Read::Value, "icmp_rtt_seconds").with("phase", "rtt"),
    foreign("probe_http_duration_seconds", Read::Value, "http_dns_seconds").with("phase", "resolve"),
    foreign("probe_http_duration_seconds", Read::Value, "http_connect_seconds").with("phase", "connect"),
    foreign("probe_http_duration_seconds", Read::Value, "http_tls_seconds").with("phase", "tls"),
    foreign(
        "probe_http_duration_seconds",
        Read::Value,
        "http_first_byte_seconds",
    )
    .with("phase", "processing"),
    foreign("probe_dns_lookup_time_seconds", Read::Value, "http_dns_seconds"),
    foreign("probe_dns_duration_seconds", Read::Value, "dns_lookup_seconds").with("phase", "request"),
    foreign("probe_dns_answer_rrs", Read::Value, "dns_answers"),
    foreign("probe_http_status_code", Read::Value, "http_status"),
    foreign("probe_http_redirects", Read::Value, "http_redirects"),
    foreign(
        "probe_http_uncompressed_body_length",
        Read::Value,
        "http_body_bytes",
    ),
    foreign("probe_http_content_length", Read::Value, "http_body_bytes"),
    foreign(
        "probe_ssl_earliest_cert_expiry",
        Read::Until,
        "http_certificate_expiry_seconds",
    ),
    foreign(
        "probe_ssl_last_chain_expiry_timestamp_seconds",
        Read::Until,
        "http_certificate_expiry_seconds",
    ),
    // node_exporter
    foreign("node_load1", Read::Value, "host_load1"),
    foreign("node_load5", Read::Value, "host_load5"),
    foreign("node_load15", Read::Value, "host_load15"),
    foreign("node_cpu_seconds_total", Read::Rate, "host_cpu_ratio")
        .with("mode", "idle")
        .scale(-1.0, 1.0)
        .whole(),
    foreign("node_cpu_seconds_total", Read::Rate, "host_cpu_iowait_ratio")
        .with("mode", "iowait")
        .whole(),
    foreign("node_cpu_seconds_total", Read::Rate, "host_cpu_steal_ratio")
        .with("mode", "steal")
        .whole(),
    foreign("node_boot_time_seconds", Read::Since, "host_uptime_seconds"),
    foreign(
        "node_memory_MemTotal_bytes",
        Read::Value,
        "host_memory_total_bytes",
    ),
    foreign(
        "node_memory_MemAvailable_bytes",
        Read::Value,
        "host_memory_available_bytes",
    ),
    foreign(
        "node_memory_SwapTotal_bytes",
        Read::Value,
        "host_swap_total_bytes",
    ),
    foreign(
        "node_pressure_cpu_waiting_seconds_total",
        Read::Rate,
        "host_pressure_ratio",
    )
    .at("resource", "cpu"),
    foreign(
        "node_pressure_memory_waiting_seconds_total",
        Read::Rate,
        "host_pressure_ratio",
    )
    .at("resource", "memory"),
    foreign(
        "node_pressure_io_waiting_seconds_total",
        Read::Rate,
        "host_pressure_ratio",
    )
    .at("resource", "io"),
    foreign("node_filesystem_avail_bytes", Read::Value, "host_disk_free_bytes").labels(MOUNT),
    foreign("node_filesystem_free_bytes", Read::Value, "host_disk_free_bytes").labels(MOUNT),
    foreign(
        "node_disk_io_time_seconds_total",
        Read::Rate,
        "host_disk_busy_ratio",
    )
    .labels(DISK),
    foreign(
        "node_disk_read_bytes_total",
        Read::Rate,
        "host_disk_read_bytes_per_second",
    )
    .labels(DISK),
    foreign(
        "node_disk_written_bytes_total",
        Read::Rate,
        "host_disk_write_bytes_per_second",
    )
    .labels(DISK),
    foreign(
        "node_network_receive_bytes_total",
        Read::Rate,
        "host_network_receive_bits_per_second",
    )
    .scale(BYTES_OF_BITS, 0.0)
    .labels(NIC),
    foreign(
        "node_network_transmit_bytes_total",
        Read::Rate,
        "host_network_transmit_bits_per_second",
    )
    .scale(BYTES_OF_BITS, 0.0)
    .labels(NIC),
    foreign(
        "node_network_receive_packets_total",
        Read::Rate,
        "host_network_receive_packets_per_second",
    )
    .labels(NIC),
    foreign(
        "node_network_transmit_packets_total",
        Read::Rate,
        "host_network_transmit_packets_per_second",
    )
    .labels(NIC),
    foreign(
        "node_network_receive_errs_total",
        Read::Counter,
        "host_network_receive_errors_total",
    )
    .labels(NIC),
    foreign(
        "node_network_transmit_errs_total",
        Read::Counter,
        "host_network_transmit_errors_total",
    )
    .labels(NIC),
    foreign(
        "node_network_receive_drop_total",
        Read::Counter,
        "host_network_receive_drops_total",
    )
    .labels(NIC),
    foreign(
        "node_network_transmit_drop_total",
        Read::Counter,
        "host_network_transmit_drops_total",
    )
    .labels(NIC),
    foreign("node_network_up", Read::Value, "host_network_up").labels(NIC),
    foreign("node_network_carrier", Read::Value, "host_network_up").labels(NIC),
    foreign(
        "node_network_speed_bytes",
        Read::Value,
        "host_network_speed_bits_per_second",
    )
    .scale(BYTES_OF_BITS, 0.0)
    .labels(NIC),
    foreign("node_hwmon_temp_celsius", Read::Value, "host_temperature_celsius"),
    foreign("node_thermal_zone_temp", Read::Value, "host_temperature_celsius"),
    foreign(
        "node_hwmon_fan_rpm",
        Read::Value,
        "host_fan_revolutions_per_minute",
    ),
    foreign(
        "node_timex_offset_seconds",
        Read::Value,
        "host_clock_offset_seconds",
    ),
    foreign("node_timex_sync_status", Read::Value, "host_clock_synchronised"),
    foreign(
        "node_timex_estimated_error_seconds",
        Read::Value,
        "host_clock_error_seconds",
    ),
    foreign(
        "node_timex_maxerror_seconds",
        Read::Value,
        "host_clock_error_max_seconds",
    ),
    // snmp_exporter; sysUpTime counts hundredths of a second
    foreign("sysUpTime", Read::Value, "snmp_uptime_seconds").scale(100.0, 0.0),
    foreign(
        "ifHCInOctets",
        Read::Rate,
        "snmp_interface_receive_bits_per_second",
    )
    .scale(BYTES_OF_BITS, 0.0)
    .labels(PORT),
    foreign(
        "ifHCOutOctets",
        Read::Rate,
        "snmp_interface_transmit_bits_per_second",
    )
    .scale(BYTES_OF_BITS, 0.0)
    .labels(PORT),
    foreign("ifInOctets", Read::Rate, "snmp_interface_receive_bits_per_second")
        .scale(BYTES_OF_BITS, 0.0)
        .labels(PORT),
    foreign(
        "ifOutOctets",
        Read::Rate,
        "snmp_interface_transmit_bits_per_second",
    )
    .scale(BYTES_OF_BITS, 0.0)
    .labels(PORT),
    foreign("ifInErrors", Read::Counter, "snmp_interface_receive_errors_total").labels(PORT),
    foreign(
        "ifOutErrors",
        Read::Counter,
        "snmp_interface_transmit_errors_total",
    )
    .labels(PORT),
    foreign(
        "ifInDiscards",
        Read::Counter,
        "snmp_interface_receive_drops_total",
    )
    .labels(PORT),
    foreign(
        "ifOutDiscards",
        Read::Counter,
        "snmp_interface_transmit_drops_total",
    )
    .labels(PORT),
    // 1 is up, 2 is down: IF-MIB, RFC 2863
    foreign("ifOperStatus", Read::Value, "snmp_interface_up")
        .scale(-1.0, 2.0)
        .labels(PORT),
    foreign("ifHighSpeed", Read::Value, "snmp_interface_speed_bits_per_second")
        .scale(1e-6, 0.0)
        .labels(PORT),
    foreign("ifSpeed", Read::Value, "snmp_interface_speed_bits_per_second").labels(PORT),
];

/// One metric over another that Flywatch measures as a share itself.
pub(super) struct Share {
    pub(super) part: &'static str,
    pub(super) whole: &'static str,
    /// The share; its `name` and `read` are those of the part.
    pub(super) is: Foreign,
    /// What is otherwise about it.
    pub(super) note: &'static str,
}

const fn share(part: &'static str, read: Read, whole: &'static str, ours: &'static str) -> Share {
    Share {
        part,
        whole,
        is: foreign(part, read, ours),
        note: "",
    }
}

impl Share {
    const fn scale(mut self, scale: f64, add: f64) -> Self {
        self.is = self.is.scale(scale, add);
        self
    }

    const fn labels(mut self, labels: &'static [(&'static str, &'static str)]) -> Self {
        self.is = self.is.labels(labels);
        self
    }

    const fn note(mut self, note: &'static str) -> Self {
        self.note = note;
        self
    }
}

const AS_DF: &str =
    "How full a file system is, is taken as `df` shows it, without what is kept back for root.";
const BUSIER: &str =
    "Flywatch measures how much of a link is used in its busier direction, not in this one alone.";

/// Shares.
pub(super) const SHARES: &[Share] = &[
    share(
        "node_memory_MemAvailable_bytes",
        Read::Value,
        "node_memory_MemTotal_bytes",
        "host_memory_available_ratio",
    ),
    share(
        "node_filesystem_avail_bytes",
        Read::Value,
        "node_filesystem_size_bytes",
        "host_disk_used_ratio",
    )
    .scale(-1.0, 1.0)
    .labels(MOUNT)
    .note(AS_DF),
    share(
        "node_filesystem_free_bytes",
        Read::Value,
        "node_filesystem_size_bytes",
        "host_disk_used_ratio",
    )
    .scale(-1.0, 1.0)
    .labels(MOUNT)
    .note(AS_DF),
    share(
        "node_filesystem_files_free",
        Read::Value,
        "node_filesystem_files",
        "host_disk_files_used_ratio",
    )
    .scale(-1.0, 1.0)
    .labels(MOUNT),
    share(
        "node_network_receive_bytes_total",
        Read::Rate,
        "node_network_speed_bytes",
        "host_network_used_ratio",
    )
    .labels(NIC)
    .note(BUSIER),
    share(
        "node_network_transmit_bytes_total",
        Read::Rate,
        "node_network_speed_bytes",
        "host_network_used_ratio",
    )
    .labels(NIC)
    .note(BUSIER),
    share("ifHCInOctets", Read::Rate, "ifSpeed", "snmp_interface_used_ratio")
        .scale(BYTES_OF_BITS, 0.0)
        .labels(PORT)
        .note(BUSIER),
    share(
        "ifHCOutOctets",
        Read::Rate,
        "ifSpeed",
        "snmp_interface_used_ratio",
    )
    .scale(BYTES_OF_BITS, 0.0)
    .labels(PORT)
    .note(BUSIER),
    share("ifInOctets", Read::Rate, "ifSpeed", "snmp_interface_used_ratio")
        .scale(BYTES_OF_BITS, 0.0)
        .labels(PORT)
        .note(BUSIER),
    share("ifOutOctets", Read::Rate, "ifSpeed", "snmp_interface_used_ratio")
        .scale(BYTES_OF_BITS, 0.0)
        .labels(PORT)
        .note(BUSIER),
    share(
        "ifHCInOctets",
        Read::Rate,
        "ifHighSpeed",
        "snmp_interface_used_ratio",
    )
    .scale(MEGABITS, 0.0)
    .labels(PORT)
    .note(BUSIER),
    share(
        "ifHCOutOctets",
        Read::Rate,
        "ifHighSpeed",
        "snmp_interface_used_ratio",
    )
    .scale(MEGABITS, 0.0)
    .labels(PORT)
    .note(BUSIER),
];
/// ifHighSpeed counts millions of bits each second.
const MEGABITS: f64 = BYTES_OF_BITS * 1e6;

/// Metrics that are 1 where a look went well and 0 where it did not, and of which kinds of probe; none for all.
pub(super) const ANSWERS: &[(&str, &[&str])] =
    &[("up", &[]), ("probe_success", &["icmp", "tcp", "http", "dns"])];

/// Words in `job` and `module` that tell a kind of probe.
pub(super) const JOBS: &[(&str, &str)] = &[
    ("icmp", "icmp"),
    ("ping", "icmp"),
    ("http", "http"),
    ("tcp", "tcp"),
    ("dns", "dns"),
    ("node", "host"),
    ("snmp", "snmp"),
    ("if_mib", "snmp"),
];
