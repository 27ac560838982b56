using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>PS_CREATE_STATE: how far the making of a process came.</summary>
public enum PsCreateState : uint
{
    Initial = 0,
    FailOnFileOpen = 1,
    FailOnSectionCreate = 2,
    FailExeFormat = 3,
    FailMachineMismatch = 4,
    FailExeName = 5,
    Success = 6,
}

/// <summary>PS_CREATE_INFO: what the caller allows and wants to know about the making of a process.</summary>
/// <remarks>A structure of another size or state says nothing and gets nothing: Wine's callers do not fill theirs.</remarks>
public sealed class PsCreateInfo
{
    const uint Size = 0x48, StateAt = 4, UnionAt = 8;
    const uint WriteOutputOnExit = 1;

    readonly UserBuffer at;
    readonly bool isFilled;

    PsCreateInfo(UserBuffer at, bool isFilled, uint initFlags, uint additionalAccess) =>
        (this.at, this.isFilled, InitFlags, AdditionalFileAccess) = (at, isFilled, initFlags, additionalAccess);

    public uint InitFlags { get; }

    /// <summary>Rights beside those for running that the handle to the file gets.</summary>
    public uint AdditionalFileAccess { get; }

    /// <summary>IMAGE_FILE_* bits that the image may not have.</summary>
    public ushort ProhibitedCharacteristics => (ushort)(InitFlags >> 16);

    public static PsCreateInfo Capture(KThread caller, UserBuffer buffer)
    {
        buffer.ProbeForWrite(caller, Size, alignment: 4);
        uint Dword(uint offset) => new In<uint>(buffer.Slice(offset).Address).Read(caller);
        bool isFilled = Dword(0) == Size && Dword(StateAt) == (uint)PsCreateState.Initial;
        return new PsCreateInfo(buffer, isFilled, isFilled ? Dword(UnionAt) : 0, isFilled ? Dword(UnionAt + 4) : 0);
    }

    /// <summary>Tells at which stage the making failed.</summary>
    /// <param name="detail">The state's own member: a handle or characteristics.</param>
    public void Fail(KThread caller, PsCreateState state, uint detail = 0)
    {
        if (!isFilled) return;
        at.Slice(StateAt).Write(caller, BitConverter.GetBytes((uint)state));
        at.Slice(UnionAt).Write(caller, BitConverter.GetBytes(detail));
    }

    /// <summary>Tells of the process, with handles to its file and section.</summary>
    public NtStatus Succeed(KThread caller, ImageOpen opened, EProcess process)
    {
        if (!isFilled || (InitFlags & WriteOutputOnExit) == 0) return NtStatus.Success;
        NtStatus status = opened.GiveHandles(AdditionalFileAccess, out Handle file, out Handle section);
        if (status.IsError) return status;
        byte[] told = new GuestRecord((int)(Size - StateAt))
            .Set(0x00, (uint)PsCreateState.Success)
            .Set(0x08, file.Value).Set(0x0C, section.Value)
            .Set(0x14, (long)process.PebFields.ProcessParameters.Value)
            .Set(0x20, RtlUserProcessParameters.Normalized)
            .Set(0x24, (long)process.Peb.Value)
            .Bytes;
        at.Slice(StateAt).Write(caller, told);
        return NtStatus.Success;
    }
}
