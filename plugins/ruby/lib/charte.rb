# frozen_string_literal: true

require "json"
require "open3"

# Finds the charte binary and runs it. The plugin beside this file tells it when its host has written the pages, and shows its
# findings where that host shows its own.
module Charte
  # The errors that stopped a build. `findings` has them as charte reports them.
  class Error < StandardError
    attr_reader :findings

    def initialize(message, findings = [])
      super(message)
      @findings = findings
    end
  end

  # The path of the binary: CHARTE_BIN, else the one on PATH.
  def self.binary
    named = ENV["CHARTE_BIN"]
    return named unless named.nil? || named.empty?

    name = Gem.win_platform? ? "charte.exe" : "charte"
    found = ENV["PATH"].to_s.split(File::PATH_SEPARATOR).map { |folder| File.join(folder, name) }
    found.find { |file| File.file?(file) && File.executable?(file) } || raise(Error, <<~MESSAGE.tr("\n", " ").strip)
      the charte binary was not found: PATH has no charte. Install it with `cargo install charte`, from the package of your system, or
      set CHARTE_BIN to its path.
    MESSAGE
  end

  # A finding in words: where, what, and how to mend it.
  def self.text(finding)
    place, path, mend = finding.values_at("place", "path", "help")
    where = place ? "#{place["file"]}:#{place["line"]}:#{place["column"]}: " : path ? "#{path}: " : ""
    excerpt = place && !place["excerpt"].to_s.empty? ? "\n    #{place["excerpt"].strip}" : ""
    "#{where}#{finding["level"]}[#{finding["code"]}]: #{finding["message"]}#{excerpt}#{mend ? "\n  help: #{mend}" : ""}"
  end

  # Builds the site that a host has written to a folder, and gives a line on each portal. Yields warnings. Raises Charte::Error with
  # all errors in one; nothing was written then.
  def self.build(site, config: nil, portals: [], &warn)
    report = report(config, portals)
    findings = report["findings"]
    findings.select { |finding| finding["level"] == "warning" }.each { |finding| warn&.call(text(finding)) }
    errors = findings.select { |finding| finding["level"] == "error" }
    raise Error.new(["charte wrote nothing:", *errors.map { |error| text(error) }].join("\n"), errors) if errors.any?

    inputs = report["portals"].map { |portal| File.expand_path(portal["input"]) }
    unless inputs.any? { |input| site == input || site.start_with?("#{input}/") }
      raise Error, "the pages in #{site} are not built: no portal of the declaration has that folder as its `input` (#{inputs.join(", ")})"
    end
    report["portals"].map { |portal| line(portal) }
  end

  def self.report(config, portals)
    words = [binary, "build", "--format", "json"]
    words += ["--config", config] if config
    words += portals.flat_map { |portal| ["--portal", portal] }
    out, errors, = Open3.capture3(*words, stdin_data: "")
    JSON.parse(out)
  rescue JSON::ParserError
    said = errors.strip.delete_prefix("error: ")
    raise Error, said.empty? ? "charte ended without a report" : said
  end
  private_class_method :report

  def self.line(portal)
    asked = portal["asked"].empty? ? "nothing" : portal["asked"].join(", ")
    "#{portal["portal"]}: #{portal["pages"]} page#{"s" unless portal["pages"] == 1} in #{portal["output"]}, asks #{asked}"
  end
  private_class_method :line
end

require "charte/jekyll" if defined?(Jekyll)
