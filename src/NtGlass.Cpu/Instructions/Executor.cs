using Iced.Intel;
using NtGlass.Abi;
using NtGlass.Cpu.Translation;

namespace NtGlass.Cpu.Instructions;

/// <summary>The instructions that are executed in C#: privileged ones, those of segments and descriptors, and rare leftovers of the 8086.</summary>
/// <remarks>An instruction changes the state only after all that can fault has happened.</remarks>
internal sealed partial class Executor(Processor processor, LinearMemory memory, Descriptors descriptors, Delivery delivery)
{
    public const uint SingleStepBit = 0x4000;

    readonly GuestCodeReader reader = new();
    Decoder? decoder;
    Instruction instruction;
    bool trapShadow;
    bool interruptShadow;

    ref CpuState State => ref processor.State;

    int Cpl => processor.Cpl;

    uint Next => instruction.NextIP32;

    /// <summary>Instructions that were executed and are not implemented, with how often.</summary>
    public Dictionary<string, long> NotOffered { get; } = [];

    /// <summary>Executes the instruction at Eip and moves Eip on.</summary>
    /// <returns>The address behind the instruction.</returns>
    public uint Execute(ExecuteAs how)
    {
        ForgetShadows();
        if (how == ExecuteAs.ProtectionFault) throw GuestFault.Protection();
        Decode();
        if (how == ExecuteAs.NotOffered) CountNotOffered();
        if (how != ExecuteAs.Itself) throw GuestFault.Undefined();
        uint next = Next;
        bool jumped = ExecuteTransfer();
        if (jumped) return next;
        ExecutePlain();
        State.Eip = next;
        return next;
    }

    /// <summary>After a load of SS no debug trap comes until the next instruction.</summary>
    public bool TakeTrapShadow() => Take(ref trapShadow);

    /// <summary>After STI or a load of SS no interrupt comes until the next instruction.</summary>
    public bool TakeInterruptShadow() => Take(ref interruptShadow);

    public void ForgetShadows() => trapShadow = interruptShadow = false;

    void CountNotOffered()
    {
        string name = ProcessorMode.Of(State).IsCode32 ? instruction.Code.ToString() : "16-bit code";
        NotOffered[name] = NotOffered.GetValueOrDefault(name) + 1;
    }

    static bool Take(ref bool shadow)
    {
        bool was = shadow;
        shadow = false;
        return was;
    }

    void Decode()
    {
        decoder ??= InstructionDecoder.Create(reader);
        reader.Begin(processor.AddressSpace, Cpl);
        reader.Position = State.Eip;
        decoder.IP = State.Eip;
        decoder.Decode(out instruction);
        if (instruction.IsInvalid)
            throw decoder.LastError == DecoderError.NoMoreBytes ? memory.PageFault(reader.Position, Cpl, writes: false) : InvalidInstruction();
    }

    /// <summary>More than 15 bytes raise #GP, whatever they mean: what follows the prefixes tells the length.</summary>
    GuestFault InvalidInstruction()
    {
        const uint longest = 15;
        Span<byte> bytes = stackalloc byte[2 * (int)longest];
        int read = processor.AddressSpace.Read(new GuestAddress(State.Eip), bytes);
        int prefixes = 0;
        while (prefixes < read && IsPrefix(bytes[prefixes])) prefixes++;
        if (prefixes >= longest) return GuestFault.Protection();
        byte[] body = [.. bytes[prefixes..read]];
        const byte addressSize = 0x67;
        byte[] address = bytes[..prefixes].Contains(addressSize) ? [addressSize] : [];
        if (Length([]) > longest) return GuestFault.Protection();
        // Some opcodes exist with one of these prefixes only.
        foreach (byte mandatory in (ReadOnlySpan<byte>)[0x66, 0xF2, 0xF3])
            if (bytes[..prefixes].Contains(mandatory) && Length([mandatory]) > longest) return GuestFault.Protection();
        return GuestFault.Undefined();

        uint? Length(byte[] mandatory)
        {
            byte[] rest = [.. mandatory, .. address, .. body];
            Decoder.Create(32, rest).Decode(out Instruction bare);
            return bare.IsInvalid ? null : (uint)(prefixes + bare.Length - mandatory.Length - address.Length);
        }
    }

    static bool IsPrefix(byte value) => value is 0x26 or 0x2E or 0x36 or 0x3E or 0x64 or 0x65 or 0x66 or 0x67 or 0xF0 or 0xF2 or 0xF3;

    /// <summary>Instructions that set Eip themselves.</summary>
    bool ExecuteTransfer()
    {
        switch (instruction.Mnemonic)
        {
            case Mnemonic.Int: SoftwareInterrupt(instruction.Immediate8); return true;
            case Mnemonic.Int3: SoftwareInterrupt((byte)Vector.Breakpoint); return true;
            case Mnemonic.Into: Into(); return true;
            case Mnemonic.Int1: IceBreakpoint(); return true;
            case Mnemonic.Iret or Mnemonic.Iretd: InterruptReturn(); return true;
            case Mnemonic.Retf: FarReturn(); return true;
            case Mnemonic.Sysenter: Sysenter(); return true;
            case Mnemonic.Sysexit: Sysexit(); return true;
            case Mnemonic.Jmp or Mnemonic.Call or Mnemonic.Ret: NearOrFarTransfer(); return true;
            case Mnemonic.Jcxz or Mnemonic.Jecxz or Mnemonic.Loop or Mnemonic.Loope or Mnemonic.Loopne: CountedBranch(); return true;
            case Mnemonic.Hlt: Halt(); return true;
            default:
                if (instruction.FlowControl != FlowControl.ConditionalBranch) return StringInstruction();
                ConditionalBranch16();
                return true;
        }
    }

    void ExecutePlain()
    {
        switch (instruction.Mnemonic)
        {
            case Mnemonic.Pushf or Mnemonic.Pushfd: PushFlags(); break;
            case Mnemonic.Popf or Mnemonic.Popfd: PopFlags(); break;
            case Mnemonic.Cli: SetInterruptFlag(false); break;
            case Mnemonic.Sti: SetInterruptFlag(true); break;
            case Mnemonic.Enter: Enter(); break;
            case Mnemonic.Leave: Leave16(); break;
            case Mnemonic.Mov: MoveSystem(); break;
            case Mnemonic.Pop: PopSegment(); break;
            case Mnemonic.Les or Mnemonic.Lds or Mnemonic.Lss or Mnemonic.Lfs or Mnemonic.Lgs: LoadFarPointer(); break;
            case Mnemonic.Arpl: Arpl(); break;
            case Mnemonic.Lar or Mnemonic.Lsl or Mnemonic.Verr or Mnemonic.Verw: InspectSelector(); break;
            case Mnemonic.Bound: Bound(); break;
            case Mnemonic.Bt or Mnemonic.Bts or Mnemonic.Btr or Mnemonic.Btc: BitString(); break;
            case Mnemonic.In or Mnemonic.Out: Port(); break;
            case Mnemonic.Cpuid: Cpuid(); break;
            case Mnemonic.Rdtsc: ReadTimeStamp(); break;
            case Mnemonic.Xlatb: Xlat(); break;
            case Mnemonic.Fxsave or Mnemonic.Fxrstor or Mnemonic.Fnstenv or Mnemonic.Fnsave: FpuImage(); break;
            default:
                if (!ExecuteBcd()) ExecutePrivileged();
                break;
        }
    }
}
