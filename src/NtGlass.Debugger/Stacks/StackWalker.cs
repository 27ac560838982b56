using Iced.Intel;
using NtGlass.Abi;
using NtGlass.Debugger.Disassembly;

namespace NtGlass.Debugger.Stacks;

/// <summary>
/// Finds the callers of an instruction without unwind data: a stack slot counts as a return address when a call instruction
/// stands before the place it points to and that call can have led to the callee. From ring 0 it goes on over trap frames.
/// </summary>
public sealed class StackWalker(IGuestMemory memory, Disassembler disassembler, TrapFrameReader trapFrames)
{
    const int MaximumFrames = 64;
    const uint ScanBytes = 0x400;
    const uint LongestFunction = 0x8000;

    /// <summary>The frames from the innermost outwards.</summary>
    public IEnumerable<StackFrame> Walk(GuestAddress instruction, GuestAddress stack, GuestAddress frame)
    {
        for (int depth = 0; depth < MaximumFrames; depth++)
        {
            GuestAddress? slot = FindReturnSlot(instruction, stack, frame);
            if (slot is null && frame >= stack && trapFrames.Read(frame) is InterruptedCode interrupted)
            {
                yield return new StackFrame(instruction, frame, interrupted.Instruction);
                (instruction, stack, frame) = interrupted;
                continue;
            }
            GuestAddress? returnAddress = slot is GuestAddress found ? memory.ReadAddress(found) : null;
            yield return new StackFrame(instruction, slot is GuestAddress at ? at - 4 : frame, returnAddress);
            if (slot is null || returnAddress is null) yield break;
            if (slot == frame + 4) frame = memory.ReadAddress(frame) ?? GuestAddress.Null;
            stack = slot.Value + 4;
            instruction = returnAddress.Value;
        }
    }

    GuestAddress? FindReturnSlot(GuestAddress callee, GuestAddress stack, GuestAddress frame)
    {
        bool hasFrame = frame >= stack && (frame.Value & 3) == 0 && frame - stack < 0x100000;
        bool isTrapFrame = hasFrame && trapFrames.Read(frame) is not null;
        GuestAddress end = isTrapFrame ? frame - 4 : hasFrame && frame - stack < ScanBytes ? frame + 4 : stack + ScanBytes;
        for (GuestAddress slot = stack; slot <= end; slot += 4)
            if (memory.ReadAddress(slot) is GuestAddress value && CanReturnTo(value, callee)) return slot;
        return hasFrame && !isTrapFrame && memory.ReadAddress(frame + 4) is GuestAddress chained && CallBefore(chained) is not null ? frame + 4 : null;
    }

    bool CanReturnTo(GuestAddress returnAddress, GuestAddress callee)
    {
        bool crossesHalves = (returnAddress.Value ^ callee.Value) >> 31 != 0;
        if (crossesHalves || CallBefore(returnAddress) is not Instruction call) return false;
        if (TargetOf(call) is not GuestAddress target) return true;
        if (target <= callee && callee - target < LongestFunction) return true;
        return disassembler.Decode(target) is { FlowControl: FlowControl.IndirectBranch or FlowControl.UnconditionalBranch };
    }

    /// <summary>Where the call leads, or null when that hangs on registers.</summary>
    GuestAddress? TargetOf(Instruction call)
    {
        if (call.FlowControl == FlowControl.Call) return new GuestAddress((uint)call.NearBranchTarget);
        bool isVariable = call.Op0Kind == OpKind.Memory && call.MemoryBase == Iced.Intel.Register.None && call.MemoryIndex == Iced.Intel.Register.None;
        return isVariable ? memory.ReadAddress(new GuestAddress(call.MemoryDisplacement32)) : null;
    }

    /// <summary>The call that ends right before the address.</summary>
    Instruction? CallBefore(GuestAddress address)
    {
        if (address.Value < 0x10000) return null;
        for (uint length = 2; length <= 7; length++)
        {
            if (disassembler.Decode(address - length) is not Instruction instruction || instruction.Length != length) continue;
            if (instruction.FlowControl is FlowControl.Call or FlowControl.IndirectCall && instruction.Mnemonic == Mnemonic.Call) return instruction;
        }
        return null;
    }
}
