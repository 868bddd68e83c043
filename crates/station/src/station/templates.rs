//! Templates of the station: kept with their secrets sealed, shown with them hidden, used for devices.

use store::{Change, Changed};
use wire::inventory::{DeviceId, Template, TemplateId, TemplateSpec};
use wire::probe::{Probe, ProbeSpec};
use wire::settings::{FieldError, keep_secrets};

use super::Station;
use crate::{Refused, secrets, template};

impl Station {
    /// Every template, by id; secrets hidden.
    ///
    /// # Errors
    /// What the store says.
    pub async fn templates(&self) -> Result<Vec<Template>, store::Error> {
        let templates = self.inner.store.templates().await?;
        Ok(templates
            .into_iter()
            .map(|template| self.hidden(template))
            .collect())
    }

    /// One template; secrets hidden.
    ///
    /// # Errors
    /// What the store says.
    pub async fn template(&self, id: TemplateId) -> Result<Option<Template>, store::Error> {
        let template = self.inner.store.template(id).await?;
        Ok(template.map(|template| self.hidden(template)))
    }

    /// Makes a template, or replaces one that is still at revision `expect`. Secrets that are left hidden are kept.
    ///
    /// # Errors
    /// Wrong entries, or what the store says.
    pub async fn put_template(
        &self,
        author: &str,
        id: Option<TemplateId>,
        expect: Option<u32>,
        spec: TemplateSpec,
    ) -> Result<Template, Refused> {
        let old = match id {
            Some(id) => self.inner.store.template(id).await?,
            None => None,
        };
        let mut spec = TemplateSpec {
            name: spec.name.trim().to_owned(),
            ..spec
        };
        let mut open = spec.clone();
        for (probe, open) in spec.probes.iter_mut().zip(&mut open.probes) {
            let Some(kind) = self.kind(&probe.kind) else {
                continue;
            };
            let same = |old: &&ProbeSpec| old.name.to_lowercase() == probe.name.to_lowercase();
            if let Some(old) = old.iter().flat_map(|old| &old.spec.probes).find(same) {
                probe.settings = keep_secrets(&kind.fields, &old.settings, probe.settings.clone());
            }
            *open = secrets::open(&self.inner.store, kind, probe.clone())?;
        }
        let faults = template::faults(&open, self.inner.kinds);
        if !faults.is_empty() {
            return Err(Refused::Invalid(faults));
        }
        spec.probes = spec.probes.into_iter().map(|probe| self.sealed(probe)).collect();
        let change = Change::PutTemplate { id, expect, spec };
        match self.change_one(author, change).await? {
            Changed::Template(template) => Ok(self.hidden(template)),
            _ => Err(Refused::Store(store::Error::Closed)),
        }
    }

    /// Makes the probes of a template for a device, all of them or none; they are on disk and running when this
    /// returns.
    ///
    /// # Errors
    /// Wrong entries, each named by its way through the template, or what the store says: there is no such device or
    /// template.
    pub async fn use_template(
        &self,
        author: &str,
        device: DeviceId,
        template: TemplateId,
    ) -> Result<Vec<Probe>, Refused> {
        let store = &self.inner.store;
        let none = |what, id| store::Error::NotFound { what, id };
        let found = store.device(device).await?;
        let device = found.ok_or_else(|| none("device", device.0))?;
        let found = store.template(template).await?;
        let template = found.ok_or_else(|| none("template", template.0))?;
        if template.spec.probes.is_empty() {
            let message = format!(
                "the template {:?} has no probes; give it some first",
                template.spec.name
            );
            return Err(Refused::Invalid(vec![FieldError::new("template", message)]));
        }
        let made = template::probes_for(&template.spec, &device, self.inner.kinds);
        let mut faults = Vec::new();
        for (at, probe) in made.iter().enumerate() {
            let open = self.opened(probe.clone())?;
            let wrong = self.check(&open, None).err().unwrap_or_default();
            faults.extend(wrong.into_iter().map(|fault| {
                let message = format!("{}: {}", probe.name, fault.message);
                template::below(&format!("probes.{at}"), FieldError { message, ..fault })
            }));
        }
        if !faults.is_empty() {
            return Err(Refused::Invalid(faults));
        }
        let put = |spec| Change::PutProbe {
            id: None,
            expect: None,
            spec: self.sealed(spec),
        };
        let changes = made.into_iter().map(put).collect();
        self.commit(author, changes).await
    }

    fn hidden(&self, mut template: Template) -> Template {
        for probe in &mut template.spec.probes {
            if let Some(kind) = self.kind(&probe.kind) {
                *probe = secrets::hide(kind, probe.clone());
            }
        }
        template
    }
}
