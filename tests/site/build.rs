//! Runs on a site that must succeed.

use crate::binary::Run;
use crate::site::Site;

impl Site {
    /// Runs the binary, which must succeed.
    pub(crate) fn succeed(&self, arguments: &str) -> Run {
        let run = self.run(arguments);
        assert_eq!(run.code, Some(0), "charte {arguments}:\n{}{}", run.out, run.err);
        run
    }

    pub(crate) fn build(&self) -> Run {
        self.succeed("build")
    }
}
