use std::collections::BTreeMap;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use nix::sys::statvfs::statvfs;
use wire::evidence::{Bundle, Evidence, EvidenceFile};

const ABOUT: &str = "bundle.json";
/// So many bundles are kept, however small they are.
const KEPT: usize = 1_000;
/// The part of what is free, and of what they take already, that bundles may take.
const SHARE: u64 = 4;

/// The bundles of a data directory, a folder each, called by its number. A folder that is not whole yet, or not any more, has a
/// name that begins with a dot.
pub(super) struct Shelf {
    dir: PathBuf,
    /// What they may take together, in bytes.
    most: u64,
    kept: BTreeMap<u32, Evidence>,
    newest: u32,
}

/// A file of a bundle.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

impl Shelf {
    /// Opens a folder, which need not be there yet. What is not whole is deleted; what cannot be read is left where it is.
    pub(super) fn open(dir: PathBuf, most: u64) -> Self {
        let mut shelf = Self {
            dir,
            most,
            kept: BTreeMap::new(),
            newest: 0,
        };
        for entry in fs::read_dir(&shelf.dir).into_iter().flatten().flatten() {
            let (name, place) = (entry.file_name(), entry.path());
            let name = name.to_string_lossy();
            if name.starts_with('.') {
                discard(&place);
            } else if let Ok(id) = name.parse() {
                shelf.newest = shelf.newest.max(id);
                match read(&place, id) {
                    Some(bundle) => {
                        shelf.kept.insert(id, bundle.evidence);
                    }
                    None => tracing::warn!(place = %place.display(), "this evidence cannot be read"),
                }
            }
        }
        shelf
    }

    /// Newest first.
    pub(super) fn all(&self) -> Vec<Evidence> {
        self.kept.values().rev().cloned().collect()
    }

    pub(super) fn bundle(&self, id: u32) -> io::Result<Option<Bundle>> {
        if !self.kept.contains_key(&id) {
            return Ok(None);
        }
        let damaged = || io::Error::other(format!("bundle {id} cannot be read any more"));
        read(&self.place(id), id).ok_or_else(damaged).map(Some)
    }

    /// A file that a bundle names; no other.
    pub(super) fn file(&self, id: u32, name: &str) -> io::Result<Option<Vec<u8>>> {
        let known = self.kept.get(&id).map(|evidence| &evidence.files);
        let known = known.is_some_and(|files| files.iter().any(|file| file.name == name));
        known.then(|| fs::read(self.place(id).join(name))).transpose()
    }

    /// Saves a bundle, whole or not at all. The oldest go where there is no room.
    pub(super) fn save(&mut self, bundle: Bundle, parts: &[Part]) -> io::Result<Evidence> {
        let id = self.newest + 1;
        let listed = parts.iter().map(|part| EvidenceFile {
            name: part.name.clone(),
            size: part.bytes.len() as u64,
        });
        let bundle = Bundle {
            evidence: Evidence {
                id,
                files: listed.collect(),
                ..bundle.evidence
            },
            ..bundle
        };
        let about = serde_json::to_vec_pretty(&bundle)?;
        let evidence = with_about(bundle.evidence, about.len() as u64);
        DirBuilder::new().recursive(true).mode(0o700).create(&self.dir)?;
        self.make_room(evidence.size())?;
        let unfinished = self.dir.join(format!(".{id}"));
        let written = self.write(&unfinished, id, &about, parts);
        if written.is_err() {
            discard(&unfinished);
        }
        written?;
        self.newest = id;
        self.kept.insert(id, evidence.clone());
        Ok(evidence)
    }

    pub(super) fn remove(&mut self, id: u32) -> io::Result<bool> {
        if !self.kept.contains_key(&id) {
            return Ok(false);
        }
        let gone = self.dir.join(format!(".{id}"));
        fs::rename(self.place(id), &gone)?;
        self.kept.remove(&id);
        fs::remove_dir_all(gone)?;
        Ok(true)
    }

    fn write(&self, unfinished: &Path, id: u32, about: &[u8], parts: &[Part]) -> io::Result<()> {
        DirBuilder::new().mode(0o700).create(unfinished)?;
        write(&unfinished.join(ABOUT), about)?;
        for part in parts {
            write(&unfinished.join(&part.name), &part.bytes)?;
        }
        File::open(unfinished)?.sync_all()?;
        fs::rename(unfinished, self.place(id))?;
        File::open(&self.dir)?.sync_all()
    }

    fn make_room(&mut self, wanted: u64) -> io::Result<()> {
        let disk = statvfs(&self.dir)?;
        let free = disk.blocks_available() * disk.fragment_size();
        let most = self.most.min((self.held() + free) / SHARE);
        if wanted > most {
            let text = format!(
                "it needs {} MB, and the disk has too little left",
                (wanted >> 20) + 1
            );
            return Err(io::Error::new(io::ErrorKind::StorageFull, text));
        }
        while self.held() + wanted > most || self.kept.len() >= KEPT {
            let Some(oldest) = self.kept.first_key_value().map(|(id, _)| *id) else {
                break;
            };
            self.remove(oldest)?;
        }
        Ok(())
    }

    fn held(&self) -> u64 {
        self.kept.values().map(Evidence::size).sum()
    }

    fn place(&self, id: u32) -> PathBuf {
        self.dir.join(id.to_string())
    }
}

fn read(place: &Path, id: u32) -> Option<Bundle> {
    let about = fs::read(place.join(ABOUT)).ok()?;
    let bundle: Bundle = serde_json::from_slice(&about).ok()?;
    let evidence = Evidence {
        id,
        ..bundle.evidence
    };
    Some(Bundle {
        evidence: with_about(evidence, about.len() as u64),
        ..bundle
    })
}

/// What a bundle says of itself is one of its files too; it cannot know its own length.
fn with_about(mut evidence: Evidence, size: u64) -> Evidence {
    let name = ABOUT.to_owned();
    evidence.files.push(EvidenceFile { name, size });
    evidence
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut new = OpenOptions::new();
    let mut file = new.write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn discard(path: &Path) {
    if let Err(error) = fs::remove_dir_all(path)
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(%error, path = %path.display(), "unfinished evidence cannot be deleted");
    }
}

#[cfg(test)]
mod tests {
    use wire::Timestamp;
    use wire::live::{Condition, ProbeState, ProbeView};
    use wire::probe::{Probe, ProbeId, ProbeSpec};

    use super::*;

    fn bundle() -> Bundle {
        let probe = Probe {
            id: ProbeId(7),
            revision: 1,
            spec: ProbeSpec::new("CAM 1", "mpegts", "rtp://239.1.1.1:5004"),
        };
        let state = ProbeState {
            condition: Condition::Major,
            since: Timestamp(5),
            last: None,
            took_ms: 0,
            stale_after_ms: 3_000,
            failure: None,
            findings: Vec::new(),
            breaches: Vec::new(),
        };
        Bundle {
            evidence: Evidence {
                id: 0,
                at: Timestamp(5),
                probe: ProbeId(7),
                name: "CAM 1".to_owned(),
                why: Some("packets are missing".to_owned()),
                files: Vec::new(),
            },
            version: "0".to_owned(),
            view: ProbeView { probe, state },
            values: Vec::new(),
            facts: Vec::new(),
            picture_at: None,
        }
    }

    fn excerpt(length: usize) -> [Part; 1] {
        let name = "excerpt.ts".to_owned();
        [Part {
            name,
            bytes: vec![0x47; length],
        }]
    }

    fn ids(shelf: &Shelf) -> Vec<u32> {
        shelf.all().iter().map(|evidence| evidence.id).collect()
    }

    #[test]
    fn a_bundle_outlives_a_restart_and_gives_away_its_own_files_only() {
        let data = tempfile::tempdir().unwrap();
        let dir = data.path().join("evidence");
        let mut shelf = Shelf::open(dir.clone(), MOST);
        assert!(ids(&shelf).is_empty());
        let saved = shelf.save(bundle(), &excerpt(188)).unwrap();
        let names: Vec<_> = saved.files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["excerpt.ts", "bundle.json"]);
        drop(shelf);

        fs::write(data.path().join("secret.key"), "secret").unwrap();
        fs::write(dir.join("1/other"), "other").unwrap();
        let mut shelf = Shelf::open(dir, MOST);
        assert_eq!(shelf.all(), std::slice::from_ref(&saved));
        assert_eq!(shelf.bundle(1).unwrap().unwrap().evidence, saved);
        for file in &saved.files {
            let bytes = shelf.file(1, &file.name).unwrap().unwrap();
            assert_eq!(bytes.len() as u64, file.size);
        }
        for name in [
            "",
            ".",
            "..",
            "other",
            "../../secret.key",
            "../1/bundle.json",
            "/etc/passwd",
        ] {
            assert_eq!(shelf.file(1, name).unwrap(), None, "{name}");
        }
        assert_eq!(shelf.file(2, "bundle.json").unwrap(), None);
        assert!(shelf.bundle(2).unwrap().is_none());
        assert!(shelf.remove(1).unwrap());
        assert!(!shelf.remove(1).unwrap());
        assert_eq!(
            shelf.save(bundle(), &[]).unwrap().id,
            2,
            "numbers are not given twice"
        );
    }

    #[test]
    fn what_is_not_whole_is_deleted_at_the_start_and_what_cannot_be_read_is_left() {
        let data = tempfile::tempdir().unwrap();
        let mut shelf = Shelf::open(data.path().to_owned(), MOST);
        shelf.save(bundle(), &excerpt(188)).unwrap();
        for folder in [".2", "3"] {
            fs::create_dir(data.path().join(folder)).unwrap();
        }
        fs::write(data.path().join("3/bundle.json"), "{").unwrap();
        let mut shelf = Shelf::open(data.path().to_owned(), MOST);
        assert_eq!(ids(&shelf), [1]);
        assert!(!data.path().join(".2").exists());
        assert!(data.path().join("3/bundle.json").exists());
        assert_eq!(shelf.save(bundle(), &[]).unwrap().id, 4);
    }

    #[test]
    fn the_oldest_go_where_there_is_no_room() {
        let data = tempfile::tempdir().unwrap();
        let mut shelf = Shelf::open(data.path().to_owned(), 100_000);
        for _ in 0..5 {
            shelf.save(bundle(), &excerpt(30_000)).unwrap();
        }
        assert_eq!(ids(&shelf), [5, 4, 3]);
        assert_eq!(fs::read_dir(data.path()).unwrap().count(), 3);
        let error = shelf.save(bundle(), &excerpt(100_000)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        assert_eq!(ids(&shelf), [5, 4, 3], "nothing goes for what cannot be saved");
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing_behind() {
        let data = tempfile::tempdir().unwrap();
        let mut shelf = Shelf::open(data.path().to_owned(), MOST);
        let nowhere = [Part {
            name: "no/where".to_owned(),
            bytes: Vec::new(),
        }];
        shelf.save(bundle(), &nowhere).unwrap_err();
        assert_eq!(fs::read_dir(data.path()).unwrap().count(), 0);
        assert_eq!(shelf.save(bundle(), &[]).unwrap().id, 1);
    }

    const MOST: u64 = 512 << 20;
}
