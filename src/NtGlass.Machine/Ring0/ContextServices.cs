using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Ring0;

/// <summary>
/// NtContinue and NtRaiseException: the kernel edits the trap frame of the call itself, so that on success the call leaves through
/// KiServiceExit2 with whatever the frame says now.
/// </summary>
static class ContextServices
{
    /// <summary>The services, their argument bytes, and the door inside each.</summary>
    public static readonly (string Service, string Door, int ArgumentBytes)[] All =
        [("NtContinue", "KiContinue", 0x8), ("NtRaiseException", "KiRaiseException", 0xC)];

    public static void Emit(RoutineWriter w)
    {
        foreach ((string service, string door, int argumentBytes) in All) Emit(w, service, door, argumentBytes);
    }

    /// <summary>ebp = trap frame, as the dispatch left it.</summary>
    static void Emit(RoutineWriter w, string service, string door, int argumentBytes)
    {
        Assembler c = w.Code;
        Label failed = w.Local();
        w.Define(service);
        c.mov(ebx, __dword_ptr[ebp + w.Frame("Edx")]);               // the frame before this one, until the context's edx lies here
        c.mov(__dword_ptr[ebp + w.Frame("SegDs")], Selectors.R3Data);
        c.mov(__dword_ptr[ebp + w.Frame("SegEs")], Selectors.R3Data);
        c.mov(__dword_ptr[ebp + w.Frame("SegGs")], 0);
        for (int i = 0; i < argumentBytes / 4; i++) c.push(__dword_ptr[esp + argumentBytes]);
        c.call(w.Of(door));
        c.test(eax, eax);
        c.jne(failed);
        c.mov(esp, ebp);
        c.mov(ecx, __dword_ptr[w.Prcb("CurrentThread")]);
        c.mov(__dword_ptr[ecx + w.Thread("TrapFrame")], ebx);
        c.jmp(w.Of("KiServiceExit2"));
        c.Label(ref failed);
        c.ret((ushort)argumentBytes);
        Stubs.EmitDoor(w, door, argumentBytes);
    }
}
