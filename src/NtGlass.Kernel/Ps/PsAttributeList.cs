using System.Runtime.InteropServices;
using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>PS_ATTRIBUTE_NUM: what an attribute of a new process or thread is about.</summary>
public enum PsAttributeNumber : uint
{
    ParentProcess = 0,
    DebugObject = 1,
    Token = 2,
    ClientId = 3,
    TebAddress = 4,
    ImageName = 5,
    ImageInfo = 6,
    MemoryReserve = 7,
    PriorityClass = 8,
    ErrorMode = 9,
    StdHandleInfo = 10,
    HandleList = 11,
    GroupAffinity = 12,
    PreferredNode = 13,
    IdealProcessor = 14,
    UmsThread = 15,
    MitigationOptions = 16,
    ProtectionLevel = 17,
    SecureProcess = 18,
    JobList = 19,
    ChildProcessPolicy = 20,
    AllApplicationPackagesPolicy = 21,
    Win32kFilter = 22,
    SafeOpenPromptOriginClaim = 23,
    BnoIsolation = 24,
    DesktopAppPolicy = 25,
    Chpe = 26,
    MitigationAuditOptions = 27,
    MachineType = 28,
    ComponentFilter = 29,
    EnableOptionalXStateFeatures = 30,
}

/// <summary>PS_ATTRIBUTE as it lies in guest memory.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct PsAttribute(uint Attribute, uint Size, uint Value, Out<uint> ReturnLength)
{
    public PsAttributeNumber Number => (PsAttributeNumber)(Attribute & 0xFFFF);

    /// <summary>The memory that <see cref="Value"/> points at.</summary>
    public UserBuffer Buffer => new(new GuestAddress(Value));

    /// <summary>Gives an attribute's answer, as much of it as the caller has room for.</summary>
    public void Answer(KThread caller, ReadOnlySpan<byte> answer)
    {
        uint length = Math.Min(Size, (uint)answer.Length);
        Buffer.Write(caller, answer[..(int)length]);
        ReturnLength.WriteIfPresent(caller, length);
    }
}

/// <summary>PS_ATTRIBUTE_LIST, read once.</summary>
public sealed class PsAttributeList
{
    const uint HeadSize = 4, AttributeSize = 16;

    /// <summary>Each attribute may be there once.</summary>
    const uint MostAttributes = 32;

    readonly PsAttribute[] attributes;

    PsAttributeList(PsAttribute[] attributes) => this.attributes = attributes;

    /// <summary>Reads a caller's list; a zero pointer stands for an empty one.</summary>
    /// <returns>STATUS_INVALID_PARAMETER for its length or an attribute that is unknown or there twice, STATUS_SUCCESS.</returns>
    public static NtStatus Capture(KThread caller, GuestAddress list, out PsAttributeList captured)
    {
        captured = new PsAttributeList([]);
        if (list.IsNull) return NtStatus.Success;
        UserMemory.ProbeForRead(caller, list, HeadSize, alignment: 4);
        uint bytes = new In<uint>(list).Read(caller) - HeadSize;
        if (bytes % AttributeSize != 0 || bytes > MostAttributes * AttributeSize) return NtStatus.InvalidParameter;
        var read = new PsAttribute[bytes / AttributeSize];
        UserMemory.ProbeForRead(caller, list + HeadSize, bytes, alignment: 4);
        UserMemory.Read(caller, list + HeadSize, MemoryMarshal.AsBytes(read.AsSpan()));
        bool isGood = read.All(attribute => Enum.IsDefined(attribute.Number)) && read.DistinctBy(attribute => attribute.Number).Count() == read.Length;
        captured = new PsAttributeList(read);
        return isGood ? NtStatus.Success : NtStatus.InvalidParameter;
    }

    public bool TryGet(PsAttributeNumber number, out PsAttribute found)
    {
        found = Array.Find(attributes, attribute => attribute.Number == number);
        return Array.Exists(attributes, attribute => attribute.Number == number);
    }
}
