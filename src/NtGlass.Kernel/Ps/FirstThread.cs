using NtGlass.Abi;
using NtGlass.Pe;

namespace NtGlass.Kernel;

/// <summary>The registers with which a process's first thread begins.</summary>
static class FirstThread
{
    /// <summary>Where XP's kernel32 prefers to lie.</summary>
    static readonly GuestAddress Kernel32Base = new(0x7C800000);

    /// <summary>As XP's CreateProcess makes them: kernel32's start of processes, the program's entry in eax.</summary>
    public static ContextRecord Context(EProcess process, PeHeaders headers, InitialTeb stack)
    {
        var context = new ContextRecord(process.Kernel);
        Context fields = context.Fields;
        fields.ContextFlags = ContextFlags.Full;
        fields.Eip = BaseProcessStart(process.Kernel).Value;
        fields.Eax = (process.ImageBase + headers.EntryPoint).Value;
        fields.Ebx = process.Peb.Value;
        fields.Esp = stack.StackBase.Value - 4;
        fields.EFlags = 0x3000;
        (fields.SegCs, fields.SegSs, fields.SegDs) = (0x18, 0x20, 0x20);
        (fields.SegEs, fields.SegFs, fields.SegGs) = (0x20, 0x38, 0);
        return context;
    }

    /// <summary>Where kernel32 starts a process, if it lies where it prefers; ntdll's loader corrects a zero and another place.</summary>
    static GuestAddress BaseProcessStart(NtKernel kernel)
    {
        NtStatus status = Mm.OpenImage(kernel.SystemThread, $@"\??\{kernel.Profile.Boot.SystemRoot}\system32\kernel32.dll", out Section? kernel32);
        if (!status.IsSuccess || kernel32 is null) return default;
        PeExport? export = PeExports.Read(PeImage.Read(NtdllImage.FileOf(kernel32)))?.Find("BaseProcessStartThunk");
        kernel32.Header.Dereference();
        return export is null ? default : Kernel32Base + export.Rva;
    }
}
