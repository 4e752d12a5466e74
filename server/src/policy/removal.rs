//! Taking names of images away, and whole images.

use engine_api::image::{Image, InspectImage};
use gate::Target;

use super::Policy;
use crate::{Error, members::repository, sight::Sight};

/// A removal that was decided about.
pub(crate) struct Removal {
    /// What the gate has to know.
    pub(crate) target: Target,
    /// The image, if all of it is to go and not one name.
    pub(crate) whole: Option<Image>,
}

impl Policy {
    /// Decides about taking a name of an image away. What others call it isn't there for whoever doesn't see it; and by
    /// its id all names would go.
    pub(crate) async fn decide_removal(&self, sight: &Sight, reference: &str) -> Result<Removal, Error> {
        let of_a_name = |target| Removal { target, whole: None };
        let look = gate::authorize_fact(&sight.principal, InspectImage { image: reference.to_owned() })?;
        let image = match self.gateway.call(look).await {
            Ok(image) => image,
            // As what is out of reach.
            Err(Error::Engine(error)) if error.is_not_found() => {
                return Ok(of_a_name(Target::in_no_stack()));
            }
            Err(error) => return Err(error),
        };
        let target = self.targets.image(&sight.membership, &image.id);
        let beginning = reference.strip_prefix("sha256:").unwrap_or(reference);
        if !image.id.to_string().trim_start_matches("sha256:").starts_with(beginning) {
            let is_seen = sight.sees_name(reference);
            return Ok(of_a_name(if is_seen { target } else { Target::in_no_stack() }));
        }
        let all_seen = image.repo_tags.iter().chain(&image.repo_digests).all(|name| sight.sees_name(name));
        let target = if all_seen { target } else { Target { used_apart: true, ..target } };
        // A beginning of an id may be a name, too, which the engine looks for first.
        let is_id = reference.parse() == Ok(image.id);
        Ok(Removal { target, whole: is_id.then_some(image) })
    }
}

impl Removal {
    /// The names to take away before the image goes by its id: the engine does that when all that is left is a name and
    /// the digests of its repository, and takes away what has more only by force, and then also what stopped containers were
    /// made from.
    pub(crate) fn names_before(&self) -> Vec<String> {
        let Some(image) = &self.whole else { return Vec::new() };
        let (tags, digests) = (&image.repo_tags, &image.repo_digests);
        let Some(last) = tags.first().or(digests.first()) else { return Vec::new() };
        let is_of_last = |name: &String| repository(name) == repository(last);
        // Digests first: those of a repository go by themselves with its last tag.
        let digests = digests.iter().filter(|digest| !is_of_last(digest));
        digests.chain(tags.iter().skip(1)).cloned().collect()
    }
}
