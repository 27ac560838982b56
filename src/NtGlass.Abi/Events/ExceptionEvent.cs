namespace NtGlass.Abi.Events;

/// <summary>An EXCEPTION_RECORD with the place it came from.</summary>
public readonly record struct ExceptionEvent(NtStatus Code, GuestAddress Address, IReadOnlyList<uint> Information, GuestAddress TrapFrame);
