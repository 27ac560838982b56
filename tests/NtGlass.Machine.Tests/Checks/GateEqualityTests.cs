using NtGlass.Machine.Tests.Guest;

namespace NtGlass.Machine.Tests.Checks;

/// <summary>Check 7: interrupt 2E and sysenter are the same call.</summary>
public sealed class GateEqualityTests
{
    /// <summary>Number and arguments; NUL stands for a pointer to zeroes, BAD for one to nothing.</summary>
    public static TheoryData<uint, uint[]> Calls => new()
    {
        { 0x19, [0x1234] },                                          // NtClose
        { 0x25, new uint[11] },                                      // NtCreateFile
        { 0x116, [] },                                               // NtYieldExecution
        { 0x103, [] },                                               // NtTestAlert
        { 0xA5, [Nul, 0] },                                          // NtQueryPerformanceCounter
        { 0xA5, [Bad, 0] },
        { 0x23, [Nul, 0x1F0003, 0, 0, 0] },                          // NtCreateEvent
        { 0xDB, [0x1234, Nul] },                                     // NtSetEvent
        { 0x3B, [0, Nul] },                                          // NtDelayExecution
        { 0x11B, [] },
        { 0x0AE, [Nul] },
    };

    const uint Nul = GuestProgram.DataAddress + 0x1000, Bad = 0x50000000;

    [Theory]
    [MemberData(nameof(Calls))]
    public void BothGatesAnswerTheSame(uint number, uint[] arguments)
    {
        uint fast = 0, slow = 0;
        using GuestRun run = GuestRun.Start(program =>
        {
            (fast, slow) = (program.Data(4), program.Data(4));
            program.Sysenter(number, arguments);
            program.Store(fast);
            program.Interrupt2E(number, arguments);
            program.Store(slow);
            program.Mark("end");
            program.Exit();
        });
        run.RunTo("end");
        Assert.Equal(new NtStatus(run.Read(fast)), new NtStatus(run.Read(slow)));
    }

    [Fact]
    public void TheInterruptSavesTheChainOfFrames()
    {
        using GuestRun run = GuestRun.Start(program =>
        {
            program.Mark("start");
            program.Interrupt2E(0x116);
            program.Exit();
        });
        run.RunTo("int 2e");
        uint before = run.ThreadField("TrapFrame"), userEsp = run.State.Esp;
        run.RunTo("nt!KiSystemServiceRepeat");
        uint frame = run.State.Ebp;
        uint Slot(string field) => run.Read(frame + run.Offset("_KTRAP_FRAME", field));
        Assert.Equal(run.ThreadField("InitialStack") - 0x29C, frame);
        Assert.Equal(before, Slot("Edx"));
        Assert.Equal(userEsp, Slot("HardwareEsp"));
        Assert.Equal(userEsp + 4, Slot("DbgArgPointer"));
        Assert.Equal((0x1Bu, 0x23u, 0x3Bu), (Slot("SegCs"), Slot("HardwareSegSs"), Slot("SegFs")));
    }
}
