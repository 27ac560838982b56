using Iced.Intel;

namespace NtGlass.Machine.Tests.Guest;

/// <summary>Code that a test puts into the kernel half, as a driver would be.</summary>
public static class Ring0Code
{
    /// <summary>Assembles the code into pool memory and returns its address and those of its labels.</summary>
    public static uint Place(GuestRun run, Action<Assembler> write, params Label[] labels)
    {
        Assembler assembler = new(32);
        write(assembler);
        GuestAddress address = run.Machine.Kernel.SystemMemory.AllocatePool(0x1000);
        using MemoryStream stream = new();
        assembler.Assemble(new StreamCodeWriter(stream), address.Value);
        Assert.Equal((int)stream.Length, run.Machine.Memory.Write(address, stream.ToArray()));
        return address.Value;
    }
}
