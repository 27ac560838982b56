using System.Runtime.InteropServices;
using NtGlass.Abi;
using NtGlass.Pe;

namespace NtGlass.Kernel;

/// <summary>XP's own: a thread begins with an APC, and kernel32 has the routines that call the program.</summary>
public sealed class XpContract : UserlandContract
{
    /// <summary>Where XP's kernel32 prefers to lie.</summary>
    static readonly GuestAddress Kernel32Base = new(0x7C800000);

    /// <summary>Bytes above the first stack pointer of a thread: the return address and the argument.</summary>
    const uint CallBytes = 8;

    public override uint PebPages => 1;

    public override uint TebPages => 1;

    public override bool RelocatesImages => false;

    public override uint ImageFileAccess(PageProtection protection) => SectionServices.FileAccessFor(protection);

    public override NtdllEntries FindEntries(PeImage ntdll, GuestAddress imageBase)
    {
        NtdllExports exports = new(ntdll, imageBase);
        return exports.Entries(exports["KiFastSystemCall"], exports["KiFastSystemCallRet"], exports["KiIntSystemCall"]);
    }

    public override NtStatus CreateStack(EProcess process, uint reserve, uint commit, out InitialTeb stack) =>
        UserStack.Create(process, reserve, commit, out stack);

    public override ContextRecord FirstContext(EProcess process, GuestAddress entryPoint, InitialTeb stack)
    {
        var context = new ContextRecord(process.Kernel);
        Context fields = context.Fields;
        fields.ContextFlags = ContextFlags.Full;
        (fields.Eip, fields.Eax) = (BaseProcessStart(process.Kernel).Value, entryPoint.Value);
        (fields.Ebx, fields.Esp) = (process.Peb.Value, stack.StackBase.Value - 4);
        fields.EFlags = 0x3000;
        (fields.SegCs, fields.SegSs, fields.SegDs) = (0x18, 0x20, 0x20);
        (fields.SegEs, fields.SegFs, fields.SegGs) = (0x20, 0x38, 0);
        return context;
    }

    /// <summary>As RtlCreateUserThread makes them: the routine is called with its argument and returns to nowhere.</summary>
    public override ContextRecord ThreadContext(EProcess process, GuestAddress start, uint argument, InitialTeb stack)
    {
        GuestAddress top = stack.StackBase - CallBytes;
        process.Memory.Write(top, MemoryMarshal.AsBytes<uint>([0, argument]));
        return ContextRecord.At(process.Kernel, start, top);
    }

    public override void EnterLoader(KThread thread, NtdllEntries ntdll) =>
        Ki.DeliverUserApc(thread, thread.BaseFrame, new KApc { NormalRoutine = ntdll.LdrInitializeThunk, SystemArgument1 = ntdll.Base.Value });

    internal override byte[] ApcHead(KApc apc) => new GuestRecord(0x10)
        .Set(0x0, apc.NormalRoutine.Value).Set(0x4, apc.NormalContext).Set(0x8, apc.SystemArgument1).Set(0xC, apc.SystemArgument2)
        .Bytes;

    /// <summary>Where kernel32 starts a process, if it lies where it prefers; ntdll's loader corrects a zero and another place.</summary>
    static GuestAddress BaseProcessStart(NtKernel kernel)
    {
        if (!SystemImage.Read(kernel, "kernel32.dll", out PeImage? kernel32).IsSuccess || kernel32 is null) return default;
        PeExport? export = null;
        NtStatus status = SystemImage.Inspect(() => export = PeExports.Read(kernel32)?.Find("BaseProcessStartThunk"));
        return status.IsSuccess && export is not null ? Kernel32Base + export.Rva : default;
    }
}
