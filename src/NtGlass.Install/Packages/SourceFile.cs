namespace NtGlass.Install.Packages;

/// <summary>One file of a userland as its source has it.</summary>
/// <param name="Name">Where it goes in the installed userland, with slashes.</param>
/// <param name="Source">The package or folder that it comes from.</param>
public readonly record struct SourceFile(string Name, byte[] Content, string Source);
