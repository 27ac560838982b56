namespace NtGlass.Kernel;

/// <summary>FILE_INFORMATION_CLASS.</summary>
public enum FileInformationClass : uint
{
    Directory = 1,
    FullDirectory = 2,
    BothDirectory = 3,
    Basic = 4,
    Standard = 5,
    Internal = 6,
    Ea = 7,
    Access = 8,
    Name = 9,
    Rename = 10,
    Link = 11,
    Names = 12,
    Disposition = 13,
    Position = 14,
    FullEa = 15,
    Mode = 16,
    Alignment = 17,
    All = 18,
    Allocation = 19,
    EndOfFile = 20,
    AlternateName = 21,
    Stream = 22,
    Pipe = 23,
    PipeLocal = 24,
    PipeRemote = 25,
    MailslotQuery = 26,
    MailslotSet = 27,
    Compression = 28,
    ObjectId = 29,
    Completion = 30,
    ReparsePoint = 33,
    NetworkOpen = 34,
    AttributeTag = 35,
    IdBothDirectory = 37,
    IdFullDirectory = 38,
    ValidDataLength = 39,
    ShortName = 40,
    IoCompletionNotification = 41,
    IoPriorityHint = 43,
    HardLink = 46,
    NormalizedName = 48,
    IsRemoteDevice = 51,
    StandardLink = 54,
    RemoteProtocol = 55,
    VolumeName = 58,
    Id = 59,
    IdExtdDirectory = 60,
    ReplaceCompletion = 61,
    IdExtdBothDirectory = 63,
    DispositionEx = 64,
    RenameEx = 65,
    Stat = 68,
    CaseSensitive = 71,
    LinkEx = 72,
}

/// <summary>What a query or a setting of a class takes.</summary>
/// <param name="Length">The length that the caller must give at least.</param>
/// <param name="Access">The right that the handle must carry.</param>
readonly record struct InformationRule(uint Length, uint Access)
{
    const uint Attributes = FileRights.ReadAttributes | FileRights.WriteAttributes;

    /// <summary>The right that the handle must carry for a caller's DLLs.</summary>
    public uint AccessFor(KThread caller) => caller.Kernel.Userland.OpensAttributesToAll ? Access & ~Attributes : Access;
}
