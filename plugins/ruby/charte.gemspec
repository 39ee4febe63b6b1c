# frozen_string_literal: true

Gem::Specification.new do |spec|
  spec.name = "charte"
  spec.version = "0.1.0"
  spec.summary = "Cookie charter, consent banner and gated embeds for a static site: a plugin for Jekyll that runs the charte binary"
  spec.authors = ["the authors of charte"]
  spec.licenses = ["MIT", "Apache-2.0"]
  spec.required_ruby_version = ">= 2.7"
  spec.files = Dir["lib/**/*.rb", "README.md"]
  # Ruby has carried it itself until 3.4.
  spec.add_dependency "json", ">= 2"
end
