using Iced.Intel;

namespace NtGlass.Cpu.Tests.Vectors;

/// <summary>Runs vectors on a target and says which of them differ from hardware, and how.</summary>
public sealed class VectorReport
{
    private const int ShownDifferences = 4;
    private readonly SortedDictionary<string, int> _causes = new(StringComparer.Ordinal);

    public int Total { get; private set; }
    public int Different { get; private set; }

    /// <summary>The first vectors that differed: code, disassembly, differences.</summary>
    public List<string> Examples { get; } = [];

    /// <summary>How often each instruction was the first of a differing vector.</summary>
    public IReadOnlyDictionary<string, int> Causes => _causes;

    public static VectorReport Run(IEnumerable<Vector> vectors, IVectorTarget target, int examples)
    {
        var report = new VectorReport();
        foreach (Vector vector in vectors) report.Add(vector, vector.Compare(target.Run(vector)), examples);
        return report;
    }

    public void Add(Vector vector, IReadOnlyList<string> differences, int examples)
    {
        Total++;
        if (differences.Count == 0) return;
        Different++;
        string disassembly = Disassemble(vector);
        string cause = disassembly.Split(' ')[0];
        int seen = _causes[cause] = _causes.GetValueOrDefault(cause) + 1;
        if (Examples.Count < examples && seen <= 3) Examples.Add(Describe(vector, disassembly, differences));
    }

    public override string ToString() => Different == 0
        ? $"{Total} vectors, all as hardware"
        : $"{Different} of {Total} vectors differ from hardware ({string.Join(", ", Causes.OrderByDescending(c => c.Value).Take(12).Select(c => $"{c.Key} {c.Value}"))})\n"
            + string.Join("\n", Examples);

    public static string Disassemble(Vector vector)
    {
        var formatter = new IntelFormatter();
        var output = new StringOutput();
        formatter.Format(FirstInstruction(vector), output);
        return output.ToString();
    }

    public static Instruction FirstInstruction(Vector vector)
    {
        Decoder decoder = Decoder.Create(32, new ByteArrayCodeReader([.. vector.Code, .. Enumerable.Repeat((byte)0xCC, 15)]));
        decoder.IP = vector.CodeAddress;
        return decoder.Decode();
    }

    private static string Describe(Vector vector, string disassembly, IReadOnlyList<string> differences)
    {
        string registers = string.Join(' ', CpuState.RegisterNames.Zip(vector.Initial.Registers, (name, value) => $"{name}={value:x}"));
        string more = differences.Count > ShownDifferences ? $"; and {differences.Count - ShownDifferences} more" : "";
        return $"  {vector}: {disassembly}\n    from {registers} eflags={vector.Initial.Eflags:x}\n    {string.Join("; ", differences.Take(ShownDifferences))}{more}";
    }
}
