package io.reelspace.train;

/** A named choice of a YAML file with its settings. */
record YamlKind(String name, YamlSection settings) {}
