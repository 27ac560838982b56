namespace NtGlass.Kernel;

/// <summary>What NtCreateFile does with a name that exists, and with one that does not.</summary>
public enum CreateDisposition : uint
{
    Supersede = 0,
    Open = 1,
    Create = 2,
    OpenIf = 3,
    Overwrite = 4,
    OverwriteIf = 5,
}

/// <summary>IO_STATUS_BLOCK.Information of an open.</summary>
public enum CreateResult : uint
{
    Superseded = 0,
    Opened = 1,
    Created = 2,
    Overwritten = 3,
    Exists = 4,
    DoesNotExist = 5,
}

/// <summary>CreateOptions.</summary>
[Flags]
public enum CreateOptions : uint
{
    None = 0,
    DirectoryFile = 0x00000001,
    WriteThrough = 0x00000002,
    SequentialOnly = 0x00000004,
    NoIntermediateBuffering = 0x00000008,
    SynchronousIoAlert = 0x00000010,
    SynchronousIoNonalert = 0x00000020,
    NonDirectoryFile = 0x00000040,
    CreateTreeConnection = 0x00000080,
    CompleteIfOplocked = 0x00000100,
    NoEaKnowledge = 0x00000200,
    OpenForRecovery = 0x00000400,
    RandomAccess = 0x00000800,
    DeleteOnClose = 0x00001000,
    OpenByFileId = 0x00002000,
    OpenForBackupIntent = 0x00004000,
    NoCompression = 0x00008000,
    ReserveOpfilter = 0x00100000,
    OpenReparsePoint = 0x00200000,
    OpenNoRecall = 0x00400000,
    OpenForFreeSpaceQuery = 0x00800000,

    Valid = 0x00FFFFFF,
    Synchronous = SynchronousIoAlert | SynchronousIoNonalert,

    /// <summary>What FILE_DIRECTORY_FILE may stand with.</summary>
    ValidForDirectory = DirectoryFile | Synchronous | WriteThrough | OpenForBackupIntent | DeleteOnClose | OpenForRecovery
        | OpenByFileId | OpenReparsePoint | OpenForFreeSpaceQuery | NoEaKnowledge,

    /// <summary>What FileModeInformation tells.</summary>
    Mode = WriteThrough | SequentialOnly | NoIntermediateBuffering | Synchronous | DeleteOnClose,
}
