//! Images that need no public registry: made of a static busybox.

use std::fs;

use crate::{Engine, Error, packages};

/// The folder that the layered image serves.
const SERVED_FROM: &str = "/www";

impl Engine {
    /// Gives the engine `busybox:latest`, with a link for every applet.
    pub fn import_busybox(&self) -> Result<(), Error> {
        let root = self.home().join("busybox");
        for folder in ["bin", "tmp", "etc", "proc", "sys", "dev"] {
            let folder = root.join(folder);
            fs::create_dir_all(&folder).map_err(Error::io("cannot make the folder", folder))?;
        }
        let busybox = self.tool("bin/busybox");
        let binary = root.join("bin/busybox");
        fs::copy(&busybox, &binary).map_err(Error::io("cannot copy", &busybox))?;
        // The copy can't be run here: a process forked by another test may hold it open for writing still.
        let applets = packages::output(std::process::Command::new(&busybox).arg("--list"))?;
        for applet in applets.lines().filter(|name| *name != "busybox") {
            let link = root.join("bin").join(applet);
            if link.symlink_metadata().is_err() {
                std::os::unix::fs::symlink("busybox", &link).map_err(Error::io("cannot link", link))?;
            }
        }
        let archive = self.home().join("busybox.tar");
        packages::run(
            std::process::Command::new("tar").arg("-cf").arg(&archive).arg("-C").arg(&root).arg("."),
        )?;
        let file = archive.to_string_lossy();
        let set_path = "ENV PATH=/bin";
        self.docker(&["import", "--change", set_path, "--change", "CMD [\"sh\"]", &*file, "busybox:latest"])?;
        fs::remove_file(&archive).map_err(Error::io("cannot remove", archive))?;
        fs::remove_dir_all(&root).map_err(Error::io("cannot remove", root))
    }

    /// Makes the image `name` of `layers` layers (at least two), which serves `page` on port 80.
    ///
    /// Each layer holds a megabyte that doesn't compress, so that a pull's progress can be seen.
    pub fn make_web_image(&self, name: &str, layers: usize, page: &str) -> Result<(), Error> {
        let mut base = "busybox:latest".to_owned();
        if self.docker(&["images", "--quiet", &base])?.is_empty() {
            self.import_busybox()?;
        }
        // A first process hears SIGTERM only if it says so; without this, every stop would take ten seconds.
        let stops = format!("trap 'exit 0' TERM; httpd -f -p 80 -h {SERVED_FROM} & wait");
        let serve = format!("CMD [\"sh\",\"-c\",\"{stops}\"]");
        for layer in 2..=layers.max(2) {
            let last = layer == layers.max(2);
            // `commit` and not `build`: both ends of the version range do it alike, without a builder.
            let script = if last {
                format!("mkdir -p {SERVED_FROM}; cat > {SERVED_FROM}/index.html")
            } else {
                format!("cat > /dev/null; head -c 1000000 /dev/urandom > /layer{layer}")
            };
            let container = self.docker(&["create", "--interactive", &base, "sh", "-c", &script])?;
            self.docker_with_input(&["start", "--attach", "--interactive", &container], page.as_bytes())?;
            base = self.docker(&["commit", "--change", &serve, "--change", "EXPOSE 80", &container])?;
            self.docker(&["rm", &container])?;
        }
        self.docker(&["tag", &base, name])?;
        Ok(())
    }
}
