# frozen_string_literal: true

# Jekyll: builds what it has written, also while it serves, from the disk.
module Charte
  module Jekyll
    # Jekyll removes what it has not written itself; the folder of an earlier build holds the author's bytes of files beside pages.
    def self.keep(site)
      folders = Dir.glob(File.join(site.dest, "*", ".charte")).map { |mark| File.basename(File.dirname(mark)) }
      site.keep_files |= folders
    end

    def self.build(site)
      options = site.config["charte"] || {}
      warn = ->(text) { ::Jekyll.logger.warn("charte:", text) }
      lines = Charte.build(site.dest, config: options["config"], portals: [*options["portals"]], &warn)
      lines.each { |line| ::Jekyll.logger.info("charte:", line) }
    rescue Charte::Error => e
      raise ::Jekyll::Errors::FatalException, e.message
    end
  end
end

Jekyll::Hooks.register(:site, :after_reset) { |site| Charte::Jekyll.keep(site) }
Jekyll::Hooks.register(:site, :post_write) { |site| Charte::Jekyll.build(site) }
