using Iced.Intel;

namespace NtGlass.Vectors;

/// <summary>Every instruction form that the guest's processor has, as iced names them, each with the class it is tested in.</summary>
internal static class Forms
{
    private static readonly HashSet<CpuidFeature> Features =
    [
        CpuidFeature.INTEL8086, CpuidFeature.INTEL186, CpuidFeature.INTEL286, CpuidFeature.INTEL386, CpuidFeature.INTEL486,
        CpuidFeature.FPU, CpuidFeature.FPU287, CpuidFeature.FPU387, CpuidFeature.CMOV, CpuidFeature.CX8, CpuidFeature.FXSR,
        CpuidFeature.MMX, CpuidFeature.SSE, CpuidFeature.SSE2, CpuidFeature.SSE3, CpuidFeature.SSSE3, CpuidFeature.SSE4_1,
        CpuidFeature.SSE4_2, CpuidFeature.POPCNT, CpuidFeature.MOVBE, CpuidFeature.MULTIBYTENOP, CpuidFeature.PAUSE,
        CpuidFeature.CLFSH, CpuidFeature.MSR,
    ];

    /// <summary>Answered by the kernel or the host, different at each run, or not there on every processor.</summary>
    private static readonly HashSet<Mnemonic> Excluded =
    [
        Mnemonic.Cpuid, Mnemonic.Rdtsc, Mnemonic.Sysenter, Mnemonic.Sysexit, Mnemonic.Syscall, Mnemonic.Sysret,
        Mnemonic.Sgdt, Mnemonic.Sidt, Mnemonic.Sldt, Mnemonic.Smsw, Mnemonic.Str, Mnemonic.Loadall, Mnemonic.Umov,
        Mnemonic.Rsm, Mnemonic.Xbts, Mnemonic.Ibts, Mnemonic.Arpl, Mnemonic.Lar, Mnemonic.Lsl, Mnemonic.Verr, Mnemonic.Verw,
        Mnemonic.Frstpm, Mnemonic.Fsetpm, Mnemonic.Fstdw, Mnemonic.Fstsg, Mnemonic.Fndisi, Mnemonic.Fneni, Mnemonic.Fdisi,
        Mnemonic.Feni, Mnemonic.Fnsetpm, Mnemonic.Rdpmc, Mnemonic.Int1, Mnemonic.Ud0,
    ];

    private static readonly Dictionary<Mnemonic, string> MnemonicClasses = new(
    [
        .. ClassOf("alu", Mnemonic.Add, Mnemonic.Adc, Mnemonic.Sub, Mnemonic.Sbb, Mnemonic.And, Mnemonic.Or, Mnemonic.Xor,
            Mnemonic.Cmp, Mnemonic.Test, Mnemonic.Inc, Mnemonic.Dec, Mnemonic.Neg, Mnemonic.Not),
        .. ClassOf("shift", Mnemonic.Rol, Mnemonic.Ror, Mnemonic.Rcl, Mnemonic.Rcr, Mnemonic.Shl, Mnemonic.Sal, Mnemonic.Shr,
            Mnemonic.Sar, Mnemonic.Shld, Mnemonic.Shrd),
        .. ClassOf("multiply", Mnemonic.Mul, Mnemonic.Imul, Mnemonic.Div, Mnemonic.Idiv),
        .. ClassOf("decimal", Mnemonic.Aaa, Mnemonic.Aas, Mnemonic.Aam, Mnemonic.Aad, Mnemonic.Daa, Mnemonic.Das),
        .. ClassOf("bit", Mnemonic.Bt, Mnemonic.Bts, Mnemonic.Btr, Mnemonic.Btc, Mnemonic.Bsf, Mnemonic.Bsr, Mnemonic.Bswap),
        .. ClassOf("exchange", Mnemonic.Xchg, Mnemonic.Xadd, Mnemonic.Cmpxchg, Mnemonic.Cmpxchg8b),
        .. ClassOf("string", Mnemonic.Movsb, Mnemonic.Movsw, Mnemonic.Cmpsb, Mnemonic.Cmpsw, Mnemonic.Cmpsd, Mnemonic.Stosb,
            Mnemonic.Stosw, Mnemonic.Stosd, Mnemonic.Lodsb, Mnemonic.Lodsw, Mnemonic.Lodsd, Mnemonic.Scasb, Mnemonic.Scasw,
            Mnemonic.Scasd),
        .. ClassOf("stack", Mnemonic.Push, Mnemonic.Pop, Mnemonic.Pusha, Mnemonic.Pushad, Mnemonic.Popa, Mnemonic.Popad,
            Mnemonic.Pushf, Mnemonic.Pushfd, Mnemonic.Popf, Mnemonic.Popfd, Mnemonic.Enter, Mnemonic.Leave),
        .. ClassOf("flow", Mnemonic.Jmp, Mnemonic.Call, Mnemonic.Ret, Mnemonic.Jcxz, Mnemonic.Jecxz, Mnemonic.Loop,
            Mnemonic.Loope, Mnemonic.Loopne),
        .. ClassOf("far", Mnemonic.Retf, Mnemonic.Iret, Mnemonic.Iretd, Mnemonic.Lds, Mnemonic.Les, Mnemonic.Lfs, Mnemonic.Lgs,
            Mnemonic.Lss),
        .. ClassOf("privileged", Mnemonic.Hlt, Mnemonic.Cli, Mnemonic.Sti, Mnemonic.In, Mnemonic.Out, Mnemonic.Insb,
            Mnemonic.Insw, Mnemonic.Insd, Mnemonic.Outsb, Mnemonic.Outsw, Mnemonic.Outsd, Mnemonic.Lgdt, Mnemonic.Lidt,
            Mnemonic.Lldt, Mnemonic.Ltr, Mnemonic.Lmsw, Mnemonic.Clts, Mnemonic.Invd, Mnemonic.Wbinvd, Mnemonic.Invlpg,
            Mnemonic.Rdmsr, Mnemonic.Wrmsr),
        .. ClassOf("interrupt", Mnemonic.Int, Mnemonic.Int3, Mnemonic.Into, Mnemonic.Bound,
            Mnemonic.Ud1, Mnemonic.Ud2),
        .. ClassOf("x87-environment", Mnemonic.Fldenv, Mnemonic.Fstenv, Mnemonic.Fnstenv, Mnemonic.Frstor, Mnemonic.Fsave,
            Mnemonic.Fnsave, Mnemonic.Finit, Mnemonic.Fninit, Mnemonic.Fclex, Mnemonic.Fnclex, Mnemonic.Fldcw, Mnemonic.Fstcw,
            Mnemonic.Fnstcw, Mnemonic.Fstsw, Mnemonic.Fnstsw, Mnemonic.Wait, Mnemonic.Fnop),
        .. ClassOf("x87-transcendental", Mnemonic.F2xm1, Mnemonic.Fyl2x, Mnemonic.Fyl2xp1, Mnemonic.Fptan, Mnemonic.Fpatan,
            Mnemonic.Fsin, Mnemonic.Fcos, Mnemonic.Fsincos),
        .. ClassOf("fxsave", Mnemonic.Fxsave, Mnemonic.Fxrstor, Mnemonic.Ldmxcsr, Mnemonic.Stmxcsr),
    ]);

    public static IReadOnlyList<Code> All { get; } = [.. Enum.GetValues<Code>().Where(IsTested)];

    public static bool IsTested(Code code)
    {
        OpCodeInfo form = code.ToOpCode();
        return form.IsInstruction && form.Mode32 && form.Encoding == EncodingKind.Legacy
            && code.CpuidFeatures().All(Features.Contains)
            && !Excluded.Contains(code.Mnemonic()) && !LoadsTaskOrControl(form) && !IsPrefetchOfRegister(form);
    }

    public static string Class(Code code)
    {
        OpCodeInfo form = code.ToOpCode();
        if (TouchesSystemRegister(form)) return "privileged";
        if (form.OpCount > 0 && Enumerable.Range(0, form.OpCount).Any(i => IsSegment(form.GetOpKind(i))))
            return form.Mnemonic == Mnemonic.Mov ? "segment" : "stack";
        if (IsFar(form)) return "far";
        if (MnemonicClasses.TryGetValue(form.Mnemonic, out string? name)) return name;
        if (form.Mnemonic == Mnemonic.Movsd && code.CpuidFeatures()[0] == CpuidFeature.INTEL386) return "string";
        if (code.IsJccShortOrNear()) return "flow";
        return code.CpuidFeatures()[0] switch
        {
            CpuidFeature.FPU or CpuidFeature.FPU287 or CpuidFeature.FPU387 => "x87",
            CpuidFeature.MMX => "mmx",
            CpuidFeature.SSE => "sse",
            CpuidFeature.SSE2 => "sse2",
            CpuidFeature.SSE3 => "sse3",
            CpuidFeature.SSSE3 => "ssse3",
            CpuidFeature.SSE4_1 => "sse4.1",
            CpuidFeature.SSE4_2 => "sse4.2",
            CpuidFeature.MOVBE => "movbe",
            CpuidFeature.POPCNT => "popcnt",
            CpuidFeature.CMOV when form.Mnemonic is >= Mnemonic.Fcmovb and <= Mnemonic.Fcmovu || IsX87(code) => "x87",
            CpuidFeature.CMOV => "condition",
            _ when form.Mnemonic.ToString().StartsWith("Set", StringComparison.Ordinal) => "condition",
            _ => "move",
        };
    }

    /// <summary>Whether a guest has the form only when CPUID says so; such forms are in no class but their own.</summary>
    public static bool IsOptional(Code code) => code != Code.INVALID && IsOptional(Class(code));

    public static bool IsOptional(string className) => className is "movbe" or "popcnt";

    /// <summary>Whether the form reads or writes x87, MMX or SSE registers.</summary>
    public static bool UsesFx(Code code) =>
        IsX87(code) || Class(code) is "fxsave" or "mmx"
        || code.CpuidFeatures()[0] is CpuidFeature.SSE or CpuidFeature.SSE2 or CpuidFeature.SSE3 or CpuidFeature.SSSE3
            or CpuidFeature.SSE4_1 or CpuidFeature.SSE4_2;

    public static bool IsX87(Code code)
    {
        OpCodeInfo form = code.ToOpCode();
        return form.Table == OpCodeTableKind.Normal && form.OpCode is (>= 0xD8 and <= 0xDF) or (>= 0xD8C0 and <= 0xDFFF) or 0x9B;
    }

    private static bool IsSegment(OpCodeOperandKind kind) => kind is OpCodeOperandKind.seg_reg or OpCodeOperandKind.es
        or OpCodeOperandKind.cs or OpCodeOperandKind.ss or OpCodeOperandKind.ds or OpCodeOperandKind.fs or OpCodeOperandKind.gs;

    private static bool TouchesSystemRegister(OpCodeInfo form) => Enumerable.Range(0, form.OpCount)
        .Any(i => form.GetOpKind(i) is OpCodeOperandKind.cr_reg or OpCodeOperandKind.dr_reg);

    private static bool LoadsTaskOrControl(OpCodeInfo form) =>
        Enumerable.Range(0, form.OpCount).Any(i => form.GetOpKind(i) is OpCodeOperandKind.tr_reg);

    /// <summary>0F 0D with a register does nothing on some processors and raises #UD on others.</summary>
    private static bool IsPrefetchOfRegister(OpCodeInfo form) => form.Table == OpCodeTableKind.T0F && form.OpCode == 0x0D;

    private static bool IsFar(OpCodeInfo form) => form.Mnemonic is Mnemonic.Jmp or Mnemonic.Call
        && (form.Code is Code.Jmp_m1616 or Code.Jmp_m1632 or Code.Call_m1616 or Code.Call_m1632
            or Code.Jmp_ptr1616 or Code.Jmp_ptr1632 or Code.Call_ptr1616 or Code.Call_ptr1632);

    private static IEnumerable<KeyValuePair<Mnemonic, string>> ClassOf(string name, params Mnemonic[] mnemonics) =>
        mnemonics.Select(mnemonic => KeyValuePair.Create(mnemonic, name));
}
