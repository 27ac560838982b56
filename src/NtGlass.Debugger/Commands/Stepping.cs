using Iced.Intel;
using NtGlass.Abi;

namespace NtGlass.Debugger.Commands;

/// <summary><c>t</c>: one instruction, into calls and across rings.</summary>
sealed class TraceInstruction : Command
{
    public override string Name => "t";

    public override string Syntax => "t [count]";

    public override string Summary => "Runs one instruction, or count of them; sysenter leads into ring 0";

    public override string Example => "t";

    public override IEnumerable<Row> Run(DebugSession session, string arguments) =>
        StepLoop.Run(session, arguments, () => session.Target.Step());
}

/// <summary><c>p</c>: one instruction, over calls and system calls.</summary>
sealed class StepOver : Command
{
    const uint SystemCallReturn = 0x7FFE0304;

    public override string Name => "p";

    public override string Syntax => "p [count]";

    public override string Summary => "Runs one instruction; calls, repeats and system calls run to their end";

    public override string Example => "p";

    public override IEnumerable<Row> Run(DebugSession session, string arguments) =>
        StepLoop.Run(session, arguments, () => Over(session));

    static TargetStop Over(DebugSession session)
    {
        if (session.Disassembler.Decode(session.InstructionPointer) is not Instruction instruction) return session.Target.Step();
        if (instruction.Mnemonic == Mnemonic.Sysenter)
            return session.Run(session.Target.Memory.ReadAddress(new GuestAddress(SystemCallReturn)) ?? new GuestAddress(instruction.NextIP32));
        bool runsAway = instruction.FlowControl is FlowControl.Call or FlowControl.IndirectCall or FlowControl.Interrupt
            || instruction.IsStringInstruction && (instruction.HasRepPrefix || instruction.HasRepnePrefix);
        return runsAway ? session.Run(new GuestAddress(instruction.NextIP32)) : session.Target.Step();
    }
}

static class StepLoop
{
    public static IEnumerable<Row> Run(DebugSession session, string arguments, Func<TargetStop> step)
    {
        long count = arguments.Length == 0 ? 1 : session.Evaluator.Evaluate(arguments);
        for (long done = 0; done < count; done++)
        {
            TargetStop stop = step();
            foreach (Row row in StopDisplay.After(session, stop)) yield return row;
            if (stop.Reason == StopReason.Ended) yield break;
        }
    }
}
