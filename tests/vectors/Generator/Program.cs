using System.Globalization;
using NtGlass.Cpu.Tests.Vectors;
using NtGlass.Vectors;

return args switch
{
    ["generate", var output, var oracles, .. var options] => Generate(output, oracles, options),
    ["run", var file, .. var options] => Run(file, options),
    ["verify", var file, var oracle, .. var options] => Verify(file, oracle, options),
    ["show", var file, .. var options] => Show(file, options),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: generate OUTPUT|- ORACLE_FOLDER [--seed N] [--long COUNT]
               run FILE|- [--class NAME] [--examples N] [--steps]
               verify FILE|- ORACLE [--class NAME] [--examples N]
               show FILE|- [--class NAME] [--count N]
        """);
    return 2;
}

static int Generate(string output, string oracles, string[] options)
{
    using var collection = new Collection(oracles, Number(options, "--seed") ?? 1);
    IEnumerable<Vector> vectors = Number(options, "--long") is { } limit
        ? collection.Endless().Take(limit)
        : collection.Stored(perForm: 18, fuzz: 4000, blocks: 700);
    SortedDictionary<string, int> classes = new(StringComparer.Ordinal);
    using (Stream stream = output == "-" ? Console.OpenStandardOutput() : File.Create(output))
        VectorFile.Write(stream, vectors.Select(Count));
    foreach ((string name, int number) in classes) Console.Error.WriteLine($"{name,-20} {number,7}");
    Console.Error.WriteLine($"{"all",-20} {classes.Values.Sum(),7} of {Forms.All.Count} forms, {collection.Dropped} dropped");
    return 0;

    Vector Count(Vector vector)
    {
        classes[vector.Class] = classes.GetValueOrDefault(vector.Class) + 1;
        return vector;
    }
}

// Runs vectors on our processor and prints, for each class, what differs from hardware.
static int Run(string file, string[] options)
{
    using var target = new ProcessorVectorTarget(options.Contains("--steps"));
    return Compare(target, file, options);
}

// Runs vectors on the oracle again: here, on another machine, or under an emulator.
static int Verify(string file, string oracle, string[] options)
{
    using var target = new HardwareVectorTarget(oracle);
    return Compare(target, file, options);
}

static int Compare(IVectorTarget target, string file, string[] options)
{
    int examples = Number(options, "--examples") ?? 10;
    SortedDictionary<string, VectorReport> reports = new(StringComparer.Ordinal);
    foreach (Vector vector in Chosen(file, options))
    {
        if (!reports.TryGetValue(vector.Class, out VectorReport? report)) reports[vector.Class] = report = new VectorReport();
        report.Add(vector, vector.Compare(target.Run(vector)), examples);
    }
    foreach ((string name, VectorReport report) in reports) Console.WriteLine($"{name}: {report}");
    int different = reports.Values.Sum(r => r.Different);
    Console.WriteLine($"{reports.Values.Sum(r => r.Total)} vectors, {different} differ");
    return different == 0 ? 0 : 1;
}

static int Show(string file, string[] options)
{
    foreach (Vector vector in Chosen(file, options).Take(Number(options, "--count") ?? 10))
    {
        VectorExpectation expected = vector.Expected;
        Console.WriteLine($"{vector}: {VectorReport.Disassemble(vector)}");
        Console.WriteLine($"    {Registers(vector.Initial)}");
        Console.WriteLine($" -> {Registers(expected.State)}");
        Console.WriteLine($"    exception {expected.Exception} error {expected.ErrorCode:x} cr2 {expected.FaultAddress:x8} undefined {expected.UndefinedFlags:x}"
            + string.Concat(expected.Changes.Select(c => $" [{VectorMemory.AddressOf(c.Offset):x8}]={Convert.ToHexStringLower(c.Bytes)}")));
    }
    return 0;
}

static IEnumerable<Vector> Chosen(string file, string[] options)
{
    int index = Array.IndexOf(options, "--class");
    IEnumerable<Vector> vectors = file == "-" ? VectorFile.Read(Console.OpenStandardInput()) : VectorFile.Read(file);
    return index < 0 ? vectors : vectors.Where(v => v.Class == options[index + 1]);
}

static string Registers(NtGlass.Cpu.Tests.Vectors.CpuState state) =>
    string.Join(' ', NtGlass.Cpu.Tests.Vectors.CpuState.RegisterNames.Zip(state.Registers, (name, value) => $"{name}={value:x}"))
    + $" eip={state.Eip:x} eflags={state.Eflags:x}";

static int? Number(string[] options, string name)
{
    int index = Array.IndexOf(options, name);
    return index < 0 ? null : int.Parse(options[index + 1], CultureInfo.InvariantCulture);
}
