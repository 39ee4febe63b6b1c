//! The rules that a site's own policy can break.

charte_core::rules! {
    POLICY_LONG = WARNING {
        code: "policy-long",
        title: "policy longer than browsers and servers were observed to accept",
        why: "Its hosts are in one line of every page. Nobody knows what a browser makes of a longer one.",
        example: "allow = [\"a.example\", \"b.example\"]  # and 200 more",
        mend: "Allow fewer hosts: `*.example.org` in the place of its many subdomains.",
    }
    POLICY_REFUSES_SCRIPT = WARNING {
        code: "policy-refuses-script",
        title: "site's policy that refuses charte's inline script",
        why: "The script adds the policy that holds third parties until an answer; without it charte loads a file \
              instead, where the site's policy allows that.",
        example: "<meta http-equiv=\"content-security-policy\" content=\"script-src 'self'\">",
        mend: "Change the directive as the finding says, at the place that it names.",
    }
    POLICY_REFUSES_FILE = WARNING {
        code: "policy-refuses-file",
        title: "site's policy that refuses charte's script files",
        why: "The banner is such a file: nobody can be asked, or no choice is carried out, and what waits for consent \
              waits for ever.",
        example: "<meta http-equiv=\"content-security-policy\" content=\"script-src 'none'\">",
        mend: "Change the directive as the finding says, at the place that it names.",
    }
    POLICY_REFUSES_IMPORT = WARNING {
        code: "policy-refuses-import",
        title: "site's policy that refuses `import()` of charte's files",
        why: "Placeholders have no button, so that a single frame cannot be asked for, and a withdrawal deletes \
              nothing.",
        example: "<meta http-equiv=\"content-security-policy\" content=\"script-src 'nonce-x' 'strict-dynamic'\">",
        mend: "Change the directive as the finding says, at the place that it names.",
    }
    POLICY_REFUSES_RETURN = WARNING {
        code: "policy-refuses-return",
        title: "site's policy that refuses the call which brings a script back",
        why: "A held script is brought back by a short inline call in its place. Refused, it does not run even after a \
              yes.",
        example: "<meta http-equiv=\"content-security-policy\" content=\"script-src 'self' https://www.youtube.com\">",
        mend: "Change the directive as the finding says, at the place that it names.",
    }
    POLICY_REFUSES_STYLE = WARNING {
        code: "policy-refuses-style",
        title: "site's policy that refuses charte's style sheet",
        why: "The documents that stand in for frames are shown without any style, and are hard to read.",
        example: "<meta http-equiv=\"content-security-policy\" content=\"style-src 'none'\">",
        mend: "Add `'self'` to `style-src`, at the place that the finding names.",
    }
    POLICY_TRUSTED_TYPES = WARNING {
        code: "policy-trusted-types",
        title: "site's policy that requires Trusted Types",
        why: "Scripts that write into the page, and frames with a document of their own, come back as plain texts, \
              which such a policy refuses.",
        example: "<meta http-equiv=\"content-security-policy\" content=\"require-trusted-types-for 'script'\">",
        mend: "Let charte make texts of its own as the finding says, or leave the requirement out where third parties \
               come back.",
    }
}
