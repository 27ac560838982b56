using Iced.Intel;
using NtGlass.Profiles;
using static Iced.Intel.AssemblerRegisters;

namespace NtGlass.Machine.Ring0;

/// <summary>What the ring-0 routines are written with: an assembler, the symbols of the module, and the profile's offsets.</summary>
/// <remarks>
/// A module is assembled twice: the first time every address is <see cref="Unknown"/>, which encodes as long as any kernel address,
/// the second time the addresses are those that the first pass gave.
/// </remarks>
sealed class RoutineWriter(TypeStore types, ModuleLayout layout, IReadOnlyDictionary<string, GuestAddress> symbols)
{
    const uint Unknown = 0x80000000;

    readonly Dictionary<string, Label> labels = [];
    readonly List<string> defined = [];

    /// <summary>The assembler of the module's code.</summary>
    public Assembler Code { get; } = new(32);

    /// <summary>Starts the routine, or a named place inside one, here.</summary>
    public void Define(string name)
    {
        Label label = Of(name);
        Code.Label(ref label);
        labels[name] = label;
        defined.Add(name);
    }

    /// <summary>The target of a jump or call to a named place of this module.</summary>
    public Label Of(string name)
    {
        if (!labels.TryGetValue(name, out Label label)) labels[name] = label = Code.CreateLabel(name);
        return label;
    }

    /// <summary>A place that only its own routine jumps to.</summary>
    public Label Local() => Code.CreateLabel();

    /// <summary>The address of a symbol of this module or of one that was laid out before.</summary>
    public uint AddressOf(string name) => symbols.TryGetValue(name, out GuestAddress address) ? address.Value : Unknown;

    /// <summary>The content of a symbol's dword.</summary>
    public AssemblerMemoryOperand Variable(string name) => __dword_ptr[AddressOf(name)];

    public uint Offset(string type, string field) => (uint)types[type].OffsetOf(field);

    /// <summary>Offset of a field of the trap frame.</summary>
    public uint Frame(string field) => Offset("_KTRAP_FRAME", field);

    /// <summary>Offset of a field of the thread.</summary>
    public uint Thread(string field) => Offset("_KTHREAD", field);

    /// <summary>Offset of a field of the processor control region, which <c>fs</c> points to.</summary>
    public uint PcrOffset(string field) => Offset("_KPCR", field);

    /// <summary>Address of a field of the processor control region.</summary>
    public uint Pcr(string field) => layout.Pcr.Value + PcrOffset(field);

    /// <summary>Address of a field of KPRCB, which lies in the processor control region.</summary>
    public uint Prcb(string field) => Pcr("PrcbData") + Offset("_KPRCB", field);

    /// <summary>Address of a field of the shared page, in its ring-0 mapping.</summary>
    public uint Shared(string field) => layout.SharedUserData.Value + Offset("_KUSER_SHARED_DATA", field);

    /// <summary>From InitialStack down to the trap frame of a system call: the floating-point area and the frame.</summary>
    public uint ServiceFrame => layout.NpxFrame + TrapFrameSize;

    public uint TrapFrameSize => (uint)types["_KTRAP_FRAME"].Size;

    /// <summary>Encodes the code at the address and names what was defined.</summary>
    public byte[] Assemble(GuestAddress start, IDictionary<string, GuestAddress> addresses)
    {
        using MemoryStream stream = new();
        AssemblerResult result = Code.Assemble(
            new StreamCodeWriter(stream), start.Value, BlockEncoderOptions.ReturnNewInstructionOffsets);
        foreach (string name in defined) addresses[name] = new GuestAddress((uint)result.GetLabelRIP(labels[name]));
        return stream.ToArray();
    }
}
