using Iced.Intel;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Ring0;

/// <summary>The way of a service that is C# into ring 3 and back: it ends at its door, and what follows the door is this.</summary>
static class UserCallouts
{
    /// <summary>The symbol that the door continues at.</summary>
    public const string Routine = "KiServiceCallout";

    /// <summary>What lies on the stack below the input: the callback's number, the input's bytes, and how far down the return address lies.</summary>
    public const uint HeadBytes = 12;

    public static void Emit(RoutineWriter w)
    {
        const int Head = 4;
        Assembler c = w.Code;
        w.Define(Routine);
        c.push(ebp);
        c.mov(ebp, esp);
        c.sub(esp, 8);
        c.lea(eax, __[ebp - 8]);
        c.push(eax);
        c.lea(eax, __[ebp - 4]);
        c.push(eax);
        c.push(__dword_ptr[ebp + Head + 4]);
        c.lea(eax, __[ebp + Head + (int)HeadBytes]);
        c.push(eax);
        c.push(__dword_ptr[ebp + Head]);
        c.call(w.Of("KeUserModeCallback"));
        c.push(__dword_ptr[ebp - 8]);
        c.push(__dword_ptr[ebp - 4]);
        c.push(eax);
        c.call(w.Of(nameof(KernelDoor.KiCalloutReturned)));
        c.mov(ecx, __dword_ptr[ebp + Head + 8]);
        c.mov(esp, ebp);
        c.pop(ebp);
        c.add(esp, ecx);
        c.ret();
    }
}
