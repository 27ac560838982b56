using System.Buffers.Binary;
using NtGlass.Abi;
using NtGlass.Pe;
using NtGlass.Profiles;

namespace NtGlass.Kernel;

/// <summary>What XP's ntdll has and Wine's has not: the code of a system call. It lies behind ntdll's own, in the last page of its section.</summary>
sealed record WineNtdllCode(Rva KiFastSystemCall)
{
    const string UnixCallService = "NtWineUnixCall";
    const int Alignment = 16, UnixCallOffset = 0x20, Size = 0x30;

    /// <summary>XP's bytes: mov edx,esp; sysenter; ret; two fillers; lea edx,[esp+8]; int 2Eh; ret.</summary>
    static readonly byte[] SystemCallCode = Convert.FromHexString("8BD40F34C38DA424000000008D6424008D542408CD2EC3");

    public Rva KiFastSystemCallRet => KiFastSystemCall + 4;

    public Rva KiIntSystemCall => KiFastSystemCall + 0x10;

    /// <summary>A stub of XP's form for what ntdll calls through __wine_unix_call_dispatcher.</summary>
    public Rva UnixCall => KiFastSystemCall + UnixCallOffset;

    public IReadOnlyList<(Rva Rva, string Name)> Symbols =>
    [
        (KiFastSystemCall, nameof(KiFastSystemCall)), (KiFastSystemCallRet, nameof(KiFastSystemCallRet)),
        (KiIntSystemCall, nameof(KiIntSystemCall)), (UnixCall, UnixCallService),
    ];

    /// <exception cref="MissingMethodException">ntdll's code leaves no room.</exception>
    public static WineNtdllCode Of(PeImage ntdll)
    {
        SectionView? code = ntdll.Sections.FirstOrDefault(section => section.IsExecutable);
        uint start = code is null ? 0 : (code.Rva.Value + code.VirtualSize + Alignment - 1) & ~(uint)(Alignment - 1);
        if (code is null || start + Size > code.Rva.Value + (UserRange.PagesOf(code.VirtualSize) * GuestAddress.PageSize))
            throw new MissingMethodException("ntdll.dll has no room behind its code for KiFastSystemCall.");
        return new(new Rva(start));
    }

    public void Write(OsProfile profile, PeImage ntdll, GuestAddress imageBase, Span<byte> memory)
    {
        SystemCallCode.CopyTo(memory[(int)KiFastSystemCall.Value..]);
        ServiceEntry service = profile.FindService(UnixCallService)
            ?? throw new InvalidOperationException($"The profile has no service {UnixCallService}.");
        Span<byte> stub = memory[(int)UnixCall.Value..];
        WineStubs.WriteBody(stub, (uint)service.Number);
        stub[12] = 0xC2;
        BinaryPrimitives.WriteUInt16LittleEndian(stub[13..], (ushort)service.ArgumentBytes);
        Set(memory, ntdll, "__wine_unix_call_dispatcher", (imageBase + UnixCall).Value);
        Set(memory, ntdll, "__wine_unixlib_handle", imageBase.Value);
    }

    /// <summary>Gives a variable that the image exports a value.</summary>
    public static void Set(Span<byte> memory, PeImage image, string variable, uint value)
    {
        if (PeExports.Read(image)?.Find(variable) is { } export) BinaryPrimitives.WriteUInt32LittleEndian(memory[(int)export.Rva.Value..], value);
    }
}
