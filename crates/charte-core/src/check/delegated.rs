//! Hosts of the portal's own domain that are DNS aliases (CNAME) of a third party. What counts is who receives the
//! data, not the name (CNIL, questions and answers on deliberation 2020-091, no. 12). A build does not query DNS, so
//! they are declared.

use std::collections::BTreeMap;

use super::findings::Findings;
use super::services::Known;
use crate::manifest::Settings;
use crate::reader::Located;
use crate::rules;

/// The portal's aliases in lower case, each with the id of its service, which the portal must list.
pub(super) fn of_portal(
    settings: &Settings,
    known: &Known<'_>,
    host: Option<&str>,
    findings: &mut Findings,
) -> BTreeMap<String, String> {
    let aliases = settings.delegated.iter().flatten();
    let listed = |id: &str| settings.services.iter().flatten().any(|service| service.value == id);
    for (alias, service) in aliases.clone() {
        let id = &service.value;
        if host.is_some_and(|host| host.eq_ignore_ascii_case(alias)) {
            let finding = rules::declaration::DELEGATED_OWN_HOST.finding(format!("`{alias}` is the portal's own host"));
            findings.push(
                finding.at(service.place.clone()).about([id]).help("name the host that answers for somebody else"),
            );
        }
        if !listed(id) {
            let finding = rules::law::DELEGATED_SERVICE.finding(format!("`services` does not list `{id}`"));
            let help = match known.meant(id).filter(|_| !known.exists(id)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("add \"{id}\" to it: what an alias hides is a third party that visitors are told of"),
            };
            findings.push(finding.at(service.place.clone()).about([id]).help(help));
        }
        contradictions(settings, alias, findings);
    }
    aliases.map(|(alias, service)| (alias.to_ascii_lowercase(), service.value.clone())).collect()
}

/// A host that is a service's cannot be in `first_party` or `allow` as well.
fn contradictions(settings: &Settings, alias: &str, findings: &mut Findings) {
    for (key, hosts) in [("first_party", &settings.first_party), ("allow", &settings.allow)] {
        let same = |host: &&Located<String>| host.value.eq_ignore_ascii_case(alias);
        for host in hosts.iter().flatten().filter(same) {
            let message = format!("`{key}` lists `{alias}`, which `delegated` says is another's");
            let help = format!("take it out of `{key}`, or out of `delegated` if no alias leads elsewhere");
            findings.push(rules::law::DELEGATED_CONTRADICTED.finding(message).at(host.place.clone()).help(help));
        }
    }
}
