namespace NtGlass.Install.Packages;

/// <summary>One Debian package in one version; the SHA-256 of its file proves what it holds.</summary>
public sealed record DebPackage(string Name, string Version, string Architecture, long Bytes, long UnpackedBytes, string Sha256, string License);
