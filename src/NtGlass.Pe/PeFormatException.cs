namespace NtGlass.Pe;

/// <summary>What keeps a file from being loaded.</summary>
public enum PeError
{
    /// <summary>The file does not begin with MZ.</summary>
    NotExecutable,

    /// <summary>An MZ file without a PE header: for MS-DOS, 16-bit Windows or OS/2.</summary>
    NotPe,

    /// <summary>The file ends before its headers or sections do.</summary>
    Truncated,

    SixtyFourBit,
    OtherProcessor,
    DotNet,

    /// <summary>A DLL where a program is wanted.</summary>
    Library,

    /// <summary>A driver, or a program for firmware or another subsystem.</summary>
    OtherSubsystem,

    BadHeader,
    BadSectionTable,
    BadExports,
    BadImports,
    BadRelocations,
    BadTls,
}

/// <summary>A file is not an image that can be loaded; the message is one line for the user.</summary>
public sealed class PeFormatException(PeError error, string message) : Exception(message)
{
    public PeError Error { get; } = error;
}
