namespace NtGlass.Machine.Ring0;

/// <summary>Where the parts of the kernel half lie. The defaults are those of an XP machine; nothing depends on them.</summary>
public sealed record ModuleLayout
{
    public GuestAddress Nt { get; init; } = new(0x804D7000);
    public GuestAddress Hal { get; init; } = new(0x806D0000);
    public GuestAddress Win32k { get; init; } = new(0xBF800000);
    public GuestAddress AddedServices { get; init; } = new(0xF7A00000);
    public GuestAddress Gdt { get; init; } = new(0x8003F000);
    public GuestAddress Idt { get; init; } = new(0x8003F400);
    public GuestAddress Tss { get; init; } = new(0x80042000);

    /// <summary>Where the stacks of the processor itself begin: of DPCs and of double faults.</summary>
    public GuestAddress ProcessorStacks { get; init; } = new(0xF7F00000);

    public GuestAddress Pcr { get; init; } = new(0xFFDFF000);
    public GuestAddress SharedUserData { get; init; } = new(0xFFDF0000);
    public GuestAddress SharedUserDataOfRing3 { get; init; } = new(0x7FFE0000);

    /// <summary>Bytes between InitialStack and the trap frame of a system call, where the floating-point state lies.</summary>
    public uint NpxFrame { get; init; } = 0x210;

    /// <summary>Bytes from InitialStack down to TSS.Esp0: the floating-point state and four unused V86 slots.</summary>
    public uint Esp0Offset => NpxFrame + 0x10;
}
