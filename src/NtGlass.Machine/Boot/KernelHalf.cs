using NtGlass.Machine.Ring0;
using NtGlass.Memory;
using NtGlass.Profiles;

namespace NtGlass.Machine.Boot;

/// <summary>The kernel half after boot: its modules, the shared page and the processor's structures, all in guest memory.</summary>
sealed class KernelHalf
{
    const int StackPages = 3;

    readonly SystemSpace system;

    public KernelHalf(OsProfile profile, ModuleLayout layout, SystemSpace system, IGuestMemory memory, bool hasAddedServices)
    {
        this.system = system;
        Profile = profile;
        Layout = layout;
        Memory = memory;
        Nt = NtImage.Build(profile, layout);
        Hal = HalImage.Build(profile, layout, Nt);
        Win32k = Win32kImage.Build(profile, layout);
        if (hasAddedServices) AddedServices = AddedServicesImage.Build(profile, layout);
        Modules = AddedServices is null ? [Nt, Hal, Win32k] : [Nt, Hal, Win32k, AddedServices];
        foreach (KernelModule module in Modules) Load(module);
        MapStructures();
        SharedPage = Map(layout.SharedUserData, 1, PageAccess.ReadWrite);
    }

    public OsProfile Profile { get; }

    public ModuleLayout Layout { get; }

    /// <summary>The kernel half seen without protection.</summary>
    public IGuestMemory Memory { get; }

    public KernelModule Nt { get; }

    public KernelModule Hal { get; }

    public KernelModule Win32k { get; }

    /// <summary>The driver with the services that the version lacks; null where nobody needs them.</summary>
    public KernelModule? AddedServices { get; }

    public IReadOnlyList<KernelModule> Modules { get; }

    /// <summary>The frame of KUSER_SHARED_DATA, which every process has at 7FFE0000 too.</summary>
    public FrameRun SharedPage { get; }

    /// <summary>The top of the stack that SYSENTER_ESP points to.</summary>
    public GuestAddress DpcStack => Layout.ProcessorStacks + (uint)(StackPages * GuestAddress.PageSize);

    /// <summary>The top of the stack that the double-fault and NMI tasks use.</summary>
    public GuestAddress DoubleFaultStack => DpcStack + (uint)((StackPages + 1) * GuestAddress.PageSize);

    public int OffsetOf(string type, string field) => Profile.Types[type].OffsetOf(field);

    public uint Read(GuestAddress address) => Memory.ReadUInt32(address) ?? throw new InvalidOperationException($"{address} is not mapped.");

    public void Write(GuestAddress address, uint value) => Memory.WriteUInt32(address, value);

    public void Write(GuestAddress structure, string type, string field, uint value)
    {
        StructField member = Profile.Types[type].Find(field);
        Span<byte> bytes = stackalloc byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Memory.Write(structure + (uint)member.Offset, bytes[..Math.Min(member.Size, 4)]);
    }

    void MapStructures()
    {
        Map(Layout.Pcr, 1, PageAccess.ReadWrite);
        Map(Layout.Gdt.PageStart, 1, PageAccess.ReadWrite);
        Map(Layout.Tss.PageStart, Pages(Layout.Tss.PageOffset + (uint)Profile.Types["_KTSS"].Size), PageAccess.ReadWrite);
        Map(DpcStack - (uint)(StackPages * GuestAddress.PageSize), StackPages, PageAccess.ReadWrite);
        Map(DoubleFaultStack - (uint)(StackPages * GuestAddress.PageSize), StackPages, PageAccess.ReadWrite);
    }

    void Load(KernelModule module)
    {
        FrameRun frames = system.Frames.Allocate(Pages(module.Size));
        module.Image.CopyTo(system.Frames.Bytes(frames));
        foreach (ModuleSection section in module.Sections)
        {
            if (section.Size == 0) continue;
            int firstPage = section.Offset / (int)GuestAddress.PageSize;
            system.Map(module.Base + (uint)section.Offset, frames.Slice(firstPage, section.Pages), section.Access);
        }
    }

    FrameRun Map(GuestAddress start, int pages, PageAccess access)
    {
        FrameRun frames = system.Frames.Allocate(pages);
        system.Map(start, frames, access);
        return frames;
    }

    static int Pages(uint bytes) => (int)((bytes + GuestAddress.PageSize - 1) / GuestAddress.PageSize);
}
