namespace NtGlass.Cpu;

/// <summary>A change of ring, and the ticks at which it happened.</summary>
public readonly record struct RingTransition(int FromRing, int ToRing, long Ticks);
