using NtGlass.Abi;

namespace NtGlass.Debugger.Stacks;

/// <summary>One activation: where its code stands, its frame pointer, and where it returns to.</summary>
public readonly record struct StackFrame(GuestAddress Instruction, GuestAddress FramePointer, GuestAddress? ReturnAddress);
