using Iced.Intel;
using NtGlass.Profiles;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Ring0;

/// <summary>The code that the service tables and doors give rise to.</summary>
static class Stubs
{
    /// <summary>The kernel's own system call, in XP's bytes: the pushed flags and CS make it look like an interrupt to KiSystemService.</summary>
    public static void EmitZw(RoutineWriter w, ServiceEntry service)
    {
        Assembler c = w.Code;
        w.Define("Zw" + service.Name[2..]);
        c.mov(eax, service.Number);
        c.lea(edx, __[esp + 4]);
        c.pushfd();
        c.push(Selectors.R0Code);
        c.call(w.AddressOf("KiSystemService"));
        Return(c, service.ArgumentBytes);
    }

    public static void EmitDoor(RoutineWriter w, string name, int argumentBytes)
    {
        w.Define(name);
        w.Code.vmcall();
        Return(w.Code, argumentBytes);
    }

    static void Return(Assembler c, int argumentBytes)
    {
        if (argumentBytes == 0) c.ret();
        else c.ret((ushort)argumentBytes);
    }
}
