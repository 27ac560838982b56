using NtGlass.Machine.Tests.Guest;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Tests.Checks;

/// <summary>Selectors with which ring 3 enters or leaves the kernel and that the kernel must not trip over.</summary>
public sealed class BadSelectorTests
{
    [Fact]
    public void Interrupt2EWithNullDataSegmentsWorks()
    {
        using GuestRun run = GuestRun.Start(program =>
        {
            program.Mark("start");
            program.Code.push(0);
            program.Code.pop(es);
            program.Code.push(0);
            program.Code.pop(ds);
            program.Interrupt2E(0x19, 0x1234);
            program.Code.push(0x23);
            program.Code.pop(ds);
            program.Code.push(0x23);
            program.Code.pop(es);
            program.Mark("after");
            program.Exit();
        });
        run.RunTo("after");
        Assert.Equal(NtStatus.InvalidHandle.Code, run.State.Eax);
    }

    [Theory]
    [InlineData("SegCs", 0x0Bu)]
    [InlineData("SegCs", 0x23u)]
    [InlineData("SegCs", 0x53u)]
    [InlineData("SegSs", 0x1Bu)]
    [InlineData("SegSs", 0x07u)]
    [InlineData("SegDs", 0x0Fu)]
    [InlineData("SegEs", 0x2Bu)]
    [InlineData("SegFs", 0xFFu)]
    [InlineData("SegGs", 0x53u)]
    public void AContextWithABadSelectorDoesNotBreakTheKernel(string field, uint selector)
    {
        uint context = 0;
        using GuestRun run = GuestRun.Start(program =>
        {
            context = program.Data(0x2CC);
            program.Mark("start");
            program.Call("ntdll.dll", "NtContinue", context, 0);
            program.Mark("back");
            program.Exit();
            program.Mark("goal");
            program.Code.xor(eax, eax);
            program.Exit();
        });
        run.RunTo("start");
        void Set(string name, uint value) => run.Write(context + run.Offset("_CONTEXT", name), value);
        Set("ContextFlags", 0x10007);
        Set("Eip", run.AddressOf("goal").Value);
        Set("Esp", run.State.Esp);
        Set("EFlags", 0x202);
        foreach ((string name, uint value) in new[] { ("SegCs", 0x1Bu), ("SegSs", 0x23u), ("SegDs", 0x23u), ("SegEs", 0x23u), ("SegFs", 0x3Bu), ("SegGs", 0u) })
            Set(name, value);
        Set(field, selector);
        MachineResult result = run.RunToEnd();
        Assert.Null(result.BugCheck);
    }
}
