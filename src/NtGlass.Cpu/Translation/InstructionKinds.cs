using System.Collections.Frozen;
using Iced.Intel;

namespace NtGlass.Cpu.Translation;

/// <summary>Who translates an instruction.</summary>
internal enum InstructionKind : byte
{
    Unclassified,

    /// <summary>Nobody does: what newer processors have.</summary>
    Unknown,
    Native,
    Stack,
    Branch,
    String,
    Flags,
    Segment,
    FastCall,

    /// <summary>Executed in C#.</summary>
    Host,
    Nothing,

    /// <summary>Not an instruction of this processor model.</summary>
    Undefined,
}

/// <summary>Sorts the instructions by who translates them, from iced's tables and the exceptions to them.</summary>
internal static class InstructionKinds
{
    static readonly FrozenDictionary<Mnemonic, InstructionKind> ByMnemonic = Table(
        (InstructionKind.Stack, [
            Mnemonic.Push, Mnemonic.Pop, Mnemonic.Pusha, Mnemonic.Pushad, Mnemonic.Popa, Mnemonic.Popad, Mnemonic.Enter, Mnemonic.Leave]),
        (InstructionKind.Branch, [
            Mnemonic.Jmp, Mnemonic.Call, Mnemonic.Ret, Mnemonic.Loop, Mnemonic.Loope, Mnemonic.Loopne, Mnemonic.Jecxz, Mnemonic.Jcxz,
            Mnemonic.Jo, Mnemonic.Jno, Mnemonic.Jb, Mnemonic.Jae, Mnemonic.Je, Mnemonic.Jne, Mnemonic.Jbe, Mnemonic.Ja,
            Mnemonic.Js, Mnemonic.Jns, Mnemonic.Jp, Mnemonic.Jnp, Mnemonic.Jl, Mnemonic.Jge, Mnemonic.Jle, Mnemonic.Jg]),
        (InstructionKind.String, [
            Mnemonic.Movsb, Mnemonic.Movsw, Mnemonic.Cmpsb, Mnemonic.Cmpsw, Mnemonic.Scasb, Mnemonic.Scasw, Mnemonic.Scasd,
            Mnemonic.Lodsb, Mnemonic.Lodsw, Mnemonic.Lodsd, Mnemonic.Stosb, Mnemonic.Stosw, Mnemonic.Stosd]),
        (InstructionKind.Flags, [Mnemonic.Pushfd, Mnemonic.Popfd, Mnemonic.Cli, Mnemonic.Sti]),
        (InstructionKind.FastCall, [Mnemonic.Vmcall, Mnemonic.Sysenter, Mnemonic.Sysexit]),
        (InstructionKind.Host, [
            Mnemonic.Pushf, Mnemonic.Popf,
            Mnemonic.Aaa, Mnemonic.Aas, Mnemonic.Daa, Mnemonic.Das, Mnemonic.Aam, Mnemonic.Aad, Mnemonic.Salc, Mnemonic.Bound,
            Mnemonic.Into, Mnemonic.Int, Mnemonic.Int1, Mnemonic.Int3, Mnemonic.Iret, Mnemonic.Iretd, Mnemonic.Retf,
            Mnemonic.Arpl, Mnemonic.Les, Mnemonic.Lds, Mnemonic.Lss, Mnemonic.Lfs, Mnemonic.Lgs, Mnemonic.Lar, Mnemonic.Lsl, Mnemonic.Verr, Mnemonic.Verw,
            Mnemonic.Lgdt, Mnemonic.Lidt, Mnemonic.Sgdt, Mnemonic.Sidt, Mnemonic.Lldt, Mnemonic.Sldt, Mnemonic.Ltr, Mnemonic.Str,
            Mnemonic.Lmsw, Mnemonic.Smsw, Mnemonic.Clts, Mnemonic.Invlpg, Mnemonic.Invd, Mnemonic.Wbinvd, Mnemonic.Hlt,
            Mnemonic.In, Mnemonic.Out, Mnemonic.Insb, Mnemonic.Insw, Mnemonic.Insd, Mnemonic.Outsb, Mnemonic.Outsw, Mnemonic.Outsd,
            Mnemonic.Rdmsr, Mnemonic.Wrmsr, Mnemonic.Rdtsc, Mnemonic.Rdpmc, Mnemonic.Cpuid, Mnemonic.Fxsave, Mnemonic.Fxrstor,
            Mnemonic.Fnstenv, Mnemonic.Fnsave]),
        (InstructionKind.Nothing, [
            Mnemonic.Nop, Mnemonic.Pause, Mnemonic.Reservednop, Mnemonic.Endbr32, Mnemonic.Endbr64, Mnemonic.Prefetch, Mnemonic.Prefetchw, Mnemonic.Prefetchnta,
            Mnemonic.Prefetcht0, Mnemonic.Prefetcht1, Mnemonic.Prefetcht2]),
        (InstructionKind.Undefined, [Mnemonic.INVALID, Mnemonic.Ud0, Mnemonic.Ud1, Mnemonic.Ud2, Mnemonic.Rsm]));

    static readonly FrozenSet<CpuidFeature> Offered = new[]
    {
        CpuidFeature.INTEL8086, CpuidFeature.INTEL186, CpuidFeature.INTEL286, CpuidFeature.INTEL386, CpuidFeature.INTEL486,
        CpuidFeature.FPU, CpuidFeature.FPU287, CpuidFeature.FPU387, CpuidFeature.CMOV, CpuidFeature.CX8, CpuidFeature.MMX,
        CpuidFeature.FXSR, CpuidFeature.CLFSH, CpuidFeature.PAUSE, CpuidFeature.SSE, CpuidFeature.SSE2, CpuidFeature.SSE3, CpuidFeature.SSSE3,
        CpuidFeature.SSE4_1, CpuidFeature.SSE4_2, CpuidFeature.POPCNT,
    }.ToFrozenSet();

    /// <summary>Encodings that 64-bit mode has lost, and their twins that it has.</summary>
    static readonly FrozenDictionary<Code, Code> Twins = new Dictionary<Code, Code>
    {
        [Code.Inc_r16] = Code.Inc_rm16,
        [Code.Inc_r32] = Code.Inc_rm32,
        [Code.Dec_r16] = Code.Dec_rm16,
        [Code.Dec_r32] = Code.Dec_rm32,
        [Code.Add_rm8_imm8_82] = Code.Add_rm8_imm8,
        [Code.Or_rm8_imm8_82] = Code.Or_rm8_imm8,
        [Code.Adc_rm8_imm8_82] = Code.Adc_rm8_imm8,
        [Code.Sbb_rm8_imm8_82] = Code.Sbb_rm8_imm8,
        [Code.And_rm8_imm8_82] = Code.And_rm8_imm8,
        [Code.Sub_rm8_imm8_82] = Code.Sub_rm8_imm8,
        [Code.Xor_rm8_imm8_82] = Code.Xor_rm8_imm8,
        [Code.Cmp_rm8_imm8_82] = Code.Cmp_rm8_imm8,
        // An absolute address may need a base register here.
        [Code.Mov_AL_moffs8] = Code.Mov_r8_rm8,
        [Code.Mov_AX_moffs16] = Code.Mov_r16_rm16,
        [Code.Mov_EAX_moffs32] = Code.Mov_r32_rm32,
        [Code.Mov_moffs8_AL] = Code.Mov_rm8_r8,
        [Code.Mov_moffs16_AX] = Code.Mov_rm16_r16,
        [Code.Mov_moffs32_EAX] = Code.Mov_rm32_r32,
    }.ToFrozenDictionary();

    // Filled as codes are met: few programs meet many of iced's thousands.
    static readonly InstructionKind[] ByCode = new InstructionKind[Enum.GetValues<Code>().Length];

    public static InstructionKind Of(in Instruction instruction)
    {
        ref InstructionKind kind = ref ByCode[(int)instruction.Code];
        if (kind == InstructionKind.Unclassified) kind = Classify(instruction.Code);
        return kind;
    }

    public static Code TwinOf(Code code) => Twins.GetValueOrDefault(code, code);

    /// <summary>LOOP, LOOPE or LOOPNE: hardware lets a repeat prefix decide between the last two.</summary>
    public static Mnemonic LoopCondition(in Instruction loop) => loop switch
    {
        { Mnemonic: Mnemonic.Loop } => Mnemonic.Loop,
        { HasRepPrefix: true } => Mnemonic.Loope,
        { HasRepnePrefix: true } => Mnemonic.Loopne,
        _ => loop.Mnemonic,
    };

    static InstructionKind Classify(Code code)
    {
        Mnemonic mnemonic = code.Mnemonic();
        // The prefetch opcode without a memory operand.
        if (code is Code.Reservednop_rm16_r16_0F0D or Code.Reservednop_rm32_r32_0F0D) return InstructionKind.Undefined;
        if (ByMnemonic.TryGetValue(mnemonic, out InstructionKind kind)) return IsFarJumpOrCall(code) ? InstructionKind.Host : kind;
        if (mnemonic == Mnemonic.Mov && TouchesSystemRegister(code)) return InstructionKind.Host;
        if (mnemonic == Mnemonic.Mov && TouchesSegmentRegister(code)) return InstructionKind.Segment;
        if (mnemonic == Mnemonic.Movsd) return code == Code.Movsd_m32_m32 ? InstructionKind.String : InstructionKind.Native;
        if (mnemonic == Mnemonic.Cmpsd) return code == Code.Cmpsd_m32_m32 ? InstructionKind.String : InstructionKind.Native;
        if (!code.CpuidFeatures().All(Offered.Contains)) return InstructionKind.Unknown;
        return Twins.ContainsKey(code) || code.ToOpCode().Mode64 ? InstructionKind.Native : InstructionKind.Unknown;
    }

    static bool IsFarJumpOrCall(Code code) => code.ToOpCode() is { OpCount: > 0 } info && info.Mnemonic is Mnemonic.Jmp or Mnemonic.Call
        && code is Code.Jmp_ptr1616 or Code.Jmp_ptr1632 or Code.Jmp_m1616 or Code.Jmp_m1632
            or Code.Call_ptr1616 or Code.Call_ptr1632 or Code.Call_m1616 or Code.Call_m1632;

    static bool TouchesSystemRegister(Code code) => code is Code.Mov_r32_cr or Code.Mov_cr_r32 or Code.Mov_r32_dr or Code.Mov_dr_r32
        or Code.Mov_r32_tr or Code.Mov_tr_r32;

    static bool TouchesSegmentRegister(Code code) => code is Code.Mov_Sreg_rm16 or Code.Mov_Sreg_r32m16 or Code.Mov_rm16_Sreg or Code.Mov_r32m16_Sreg;

    static FrozenDictionary<Mnemonic, InstructionKind> Table(params (InstructionKind Kind, Mnemonic[] Mnemonics)[] rows) =>
        rows.SelectMany(row => row.Mnemonics.Select(mnemonic => KeyValuePair.Create(mnemonic, row.Kind))).ToFrozenDictionary();
}
