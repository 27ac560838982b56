namespace NtGlass.Host;

/// <summary>A host folder that the guest sees at a place on C:.</summary>
/// <param name="IsWritable">Whether the guest's changes go to the host folder itself instead of the overlay.</param>
public sealed record VolumeMount(string HostFolder, string GuestPath, bool IsWritable = false);
