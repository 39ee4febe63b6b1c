//! Which part of a site this process builds: as typed, or from the environment of a system that runs several processes.

use anyhow::{Result, bail};
use charte_build::Shard;

/// The argument of `--shard`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ShardOption {
    /// `K/N`
    Given(Shard),
    /// `auto`
    Auto,
}

/// The variables that a system sets for each of its processes.
struct System {
    name: &'static str,
    /// The number of this process.
    number: &'static str,
    /// How many there are.
    count: &'static str,
    /// The lowest number: fixed, or a variable.
    first: First,
}

enum First {
    Number(u64),
    Variable(&'static str),
}

/// charte's own variables first, for systems without suitable ones: Kubernetes has no count, GitHub's matrices have no
/// variables.
const SYSTEMS: [System; 7] = [
    System { name: "charte", number: "CHARTE_SHARD_INDEX", count: "CHARTE_SHARDS", first: First::Number(0) },
    System {
        name: "Kubernetes indexed jobs",
        number: "JOB_COMPLETION_INDEX",
        count: "CHARTE_SHARDS",
        first: First::Number(0),
    },
    System {
        name: "Slurm arrays",
        number: "SLURM_ARRAY_TASK_ID",
        count: "SLURM_ARRAY_TASK_COUNT",
        first: First::Variable("SLURM_ARRAY_TASK_MIN"),
    },
    System {
        name: "AWS Batch arrays",
        number: "AWS_BATCH_JOB_ARRAY_INDEX",
        count: "AWS_BATCH_JOB_ARRAY_SIZE",
        first: First::Number(0),
    },
    System { name: "GitLab", number: "CI_NODE_INDEX", count: "CI_NODE_TOTAL", first: First::Number(1) },
    System { name: "CircleCI", number: "CIRCLE_NODE_INDEX", count: "CIRCLE_NODE_TOTAL", first: First::Number(0) },
    System {
        name: "Buildkite",
        number: "BUILDKITE_PARALLEL_JOB",
        count: "BUILDKITE_PARALLEL_JOB_COUNT",
        first: First::Number(0),
    },
];

impl ShardOption {
    /// The part; `variable` reads the environment.
    ///
    /// # Errors
    /// The environment names no part, or one that is not there.
    pub(crate) fn shard(self, variable: impl Fn(&str) -> Option<String>) -> Result<Shard> {
        match self {
            ShardOption::Given(shard) => Ok(shard),
            ShardOption::Auto => automatic(variable),
        }
    }
}

/// Parses `K/N` or `auto`.
pub(crate) fn parse(text: &str) -> Result<ShardOption, String> {
    if text == "auto" {
        return Ok(ShardOption::Auto);
    }
    let parts = text.split_once('/').and_then(|(number, count)| Some((number.parse().ok()?, count.parse().ok()?)));
    let shard = parts.and_then(|(number, count)| Shard::new(number, count)).map(ShardOption::Given);
    shard.ok_or_else(|| "write `K/N`, such as `2/8` for the second of eight parts, or `auto`".into())
}

fn automatic(variable: impl Fn(&str) -> Option<String>) -> Result<Shard> {
    for System { name, number, count, first } in &SYSTEMS {
        let Some(value) = variable(number) else { continue };
        let Some(total) = variable(count) else {
            bail!("`--shard auto`: {number} is set ({name}), and {count} is not: set it to the number of processes");
        };
        let first = match first {
            First::Number(first) => Some(*first),
            First::Variable(name) => variable(name).and_then(|first| first.parse().ok()),
        };
        let index = value.parse::<u64>().ok().zip(first).and_then(|(value, first)| value.checked_sub(first));
        let shard = index.zip(total.parse().ok()).and_then(|(index, total)| Shard::new(index + 1, total));
        let Some(shard) = shard else {
            bail!(
                "`--shard auto`: {number} is `{value}` and {count} is `{total}` ({name}), which is no part of a whole"
            );
        };
        return Ok(shard);
    }
    let names: Vec<&str> = SYSTEMS.iter().skip(1).map(|system| system.name).collect();
    bail!(
        "`--shard auto` finds nothing in the environment of {}; set CHARTE_SHARD_INDEX, from 0, and CHARTE_SHARDS, or write `--shard K/N`",
        names.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(variables: &[(&str, &str)]) -> Result<Shard> {
        let variables: Vec<(String, String)> =
            variables.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        ShardOption::Auto
            .shard(|wanted| variables.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone()))
    }

    #[test]
    fn each_system_numbers_its_processes_in_its_own_way() {
        let third = Shard::new(3, 8).unwrap();
        for variables in [
            &[("CHARTE_SHARD_INDEX", "2"), ("CHARTE_SHARDS", "8")][..],
            &[("JOB_COMPLETION_INDEX", "2"), ("CHARTE_SHARDS", "8")],
            &[("SLURM_ARRAY_TASK_ID", "12"), ("SLURM_ARRAY_TASK_MIN", "10"), ("SLURM_ARRAY_TASK_COUNT", "8")],
            &[("AWS_BATCH_JOB_ARRAY_INDEX", "2"), ("AWS_BATCH_JOB_ARRAY_SIZE", "8")],
            &[("CI_NODE_INDEX", "3"), ("CI_NODE_TOTAL", "8")],
            &[("CIRCLE_NODE_INDEX", "2"), ("CIRCLE_NODE_TOTAL", "8")],
            &[("BUILDKITE_PARALLEL_JOB", "2"), ("BUILDKITE_PARALLEL_JOB_COUNT", "8")],
        ] {
            assert_eq!(of(variables).unwrap(), third, "{variables:?}");
        }
    }

    #[test]
    fn a_wrong_part_is_reported_with_its_variable() {
        let message = |variables: &[(&str, &str)]| of(variables).unwrap_err().to_string();
        assert!(message(&[("JOB_COMPLETION_INDEX", "2")]).contains("CHARTE_SHARDS is not"));
        assert!(message(&[("CI_NODE_INDEX", "9"), ("CI_NODE_TOTAL", "8")]).contains("`9`"));
        assert!(message(&[]).contains("Slurm arrays"));
        assert!(parse("3/2").is_err() && parse("0/2").is_err() && parse("2").is_err() && parse("2/3").is_ok());
    }
}
