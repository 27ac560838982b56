namespace NtGlass.Host;

/// <summary>Where a path leads: to a node, or to a folder in which the last name is free.</summary>
/// <param name="Folder">The folder of the last name; null for the volume's root.</param>
/// <param name="Node">Null when nothing has the name.</param>
public readonly record struct VolumeLookup(VolumeNode? Folder, string Name, VolumeNode? Node, bool HasTrailingBackslash);
