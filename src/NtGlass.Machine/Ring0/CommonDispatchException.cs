using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Ring0;

/// <summary>Makes an EXCEPTION_RECORD on the kernel stack and dispatches it.</summary>
/// <remarks>eax = code, ebx = address, ecx = number of parameters, which are edx, esi, edi; ebp = trap frame. Does not return.</remarks>
static class CommonDispatchException
{
    public static void Emit(RoutineWriter w)
    {
        w.Define("CommonDispatchException");
        BuildRecord(w);
        Dispatch(w);
    }

    static void BuildRecord(RoutineWriter w)
    {
        Assembler c = w.Code;
        uint Record(string field) => w.Offset("_EXCEPTION_RECORD", field);
        c.sub(esp, RecordSize(w));
        c.mov(__dword_ptr[esp + Record("ExceptionCode")], eax);
        c.xor(eax, eax);
        c.mov(__dword_ptr[esp + Record("ExceptionFlags")], eax);
        c.mov(__dword_ptr[esp + Record("ExceptionRecord")], eax);
        c.mov(__dword_ptr[esp + Record("ExceptionAddress")], ebx);
        c.mov(__dword_ptr[esp + Record("NumberParameters")], ecx);
        c.mov(__dword_ptr[esp + Record("ExceptionInformation")], edx);
        c.mov(__dword_ptr[esp + Record("ExceptionInformation") + 4], esi);
        c.mov(__dword_ptr[esp + Record("ExceptionInformation") + 8], edi);
    }

    static uint RecordSize(RoutineWriter w) => w.Offset("_EXCEPTION_RECORD", "ExceptionInformation") + 15 * 4;

    static void Dispatch(RoutineWriter w)
    {
        Assembler c = w.Code;
        Label user = w.Local(), dispatch = w.Local();
        c.mov(ecx, esp);
        c.xor(eax, eax);
        TrapEntry.JumpByRing(w, user, dispatch);
        c.Label(ref user);
        c.inc(eax);
        c.Label(ref dispatch);
        c.push(1);                                                   // FirstChance
        c.push(eax);                                                 // PreviousMode
        c.push(ebp);                                                 // TrapFrame
        c.push(0);                                                   // ExceptionFrame
        c.push(ecx);                                                 // ExceptionRecord
        c.call(w.Of("KiDispatchException"));
        c.mov(esp, ebp);
        c.jmp(w.Of("KiExceptionExit"));
    }

    /// <summary>Raises a status without parameters at the faulting instruction.</summary>
    public static void Raise(RoutineWriter w, NtStatus status)
    {
        Assembler c = w.Code;
        c.mov(ebx, __dword_ptr[ebp + w.Frame("Eip")]);
        c.xor(ecx, ecx);
        c.mov(eax, status.Code);
        c.jmp(w.Of("CommonDispatchException"));
    }
}
