using Iced.Intel;
using NtGlass.Cpu.Tests.Vectors;

namespace NtGlass.Vectors;

/// <summary>Draws cases, has two oracles run them, and keeps those on which both agree.</summary>
internal sealed class Collection(string oracleFolder, int seed) : IDisposable
{
    private const int BatchSize = 2000;
    private const int SmallClass = 600;
    private const int MostPerForm = 100;

    private static readonly Dictionary<string, int> FormsInClass = Forms.All.CountBy(Forms.Class).ToDictionary();

    private static readonly (Func<Random, Code, Draft?> Draw, int Times)[] EverySituation =
    [
        (FormCases.PageEdge, 3), (FormCases.StackEdge, 8), (FormCases.Prefixed, 3), (FormCases.Locked, 6), (FormCases.Repeated, 60), (FormCases.SingleStep, 1), (FormCases.Unmasked, 4),
    ];

    private readonly Hardware _first = new(Path.Combine(oracleFolder, "oracle-50000000"));
    private readonly Hardware _second = new(Path.Combine(oracleFolder, "oracle-70000000"));
    private readonly Random _random = new(seed);

    public int Dropped { get; private set; }

    /// <summary>Plain cases of every form, every situation, and blocks.</summary>
    public IEnumerable<Vector> Stored(int perForm, int fuzz, int blocks) =>
        Run(Forms.All.SelectMany(code => Draw(PlainTimes(code, perForm), code, FormCases.Plain))
            .Concat(Situations())
            .Concat(Enumerable.Range(0, fuzz).Select(_ => FuzzCases.Draw(_random)))
            .Concat(Enumerable.Range(0, blocks).Select(_ => BlockCases.Draw(_random)))
            .Concat(Enumerable.Range(0, blocks).Select(_ => SelfModifyingCases.Draw(_random))));

    /// <summary>Everything, over and over.</summary>
    public IEnumerable<Vector> Endless()
    {
        while (true)
        {
            foreach (Vector vector in Stored(4, 4000, 400)) yield return vector;
        }
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    private IEnumerable<Draft?> Situations() =>
        from situation in EverySituation
        from code in Forms.All
        from draft in Draw(situation.Times, code, situation.Draw)
        select draft;

    private IEnumerable<Draft?> Draw(int count, Code code, Func<Random, Code, Draft?> draw)
    {
        for (int i = 0; i < count; i++) yield return draw(_random, code);
    }

    /// <summary>Forms of classes that have few get more cases each.</summary>
    private static int PlainTimes(Code code, int perForm) => Math.Clamp(SmallClass / FormsInClass[Forms.Class(code)], perForm, MostPerForm);

    private IEnumerable<Vector> Run(IEnumerable<Draft?> drafts)
    {
        foreach (Draft[] batch in drafts.OfType<Draft>().Chunk(BatchSize))
        {
            HardwareCase[] cases = [.. batch.Select(draft => draft.ToCase())];
            Task<List<HardwareResult>> second = Task.Run(() => _second.Run(cases));
            List<HardwareResult> first = _first.Run(cases);
            foreach ((Draft draft, HardwareResult one, HardwareResult two) in batch.Zip(first, second.GetAwaiter().GetResult()))
            {
                if (one.IsException && one.Agrees(two) && VectorOf(draft, one) is { } vector) yield return vector;
                else Dropped++;
            }
        }
    }

    private static Vector? VectorOf(Draft draft, HardwareResult result)
    {
        Instruction first = Storable.First(draft.Code, draft.CodeAddress);
        bool faulted = result.State.Eip == draft.CodeAddress && result.Exception != 3;
        if (Artefacts.Contains(first, result, faulted)) return null;
        Undefined.Mark(draft, first);
        if (faulted) Undefined.MarkFault(draft, first);
        if (draft.IsUnknown) return null;
        uint undefinedFlags = draft.UndefinedFlags is { } block
            ? result.Exception == 3 ? block : Draft.ArithmeticFlags
            : faulted ? Undefined.FlagsAfterFault(first, result.Exception) : Undefined.Flags(first, draft.Registers);
        return new Vector
        {
            Class = draft.Class,
            Code = draft.Code,
            CodeOffset = draft.CodeOffset,
            Seed = draft.Seed,
            Fill = draft.Fill,
            UsesFx = draft.UsesFx,
            Initial = draft.Initial(),
            Patches = draft.Patches,
            Expected = new VectorExpectation
            {
                Exception = result.Exception,
                ErrorCode = result.ErrorCode,
                FaultAddress = result.FaultAddress,
                IsFaultPageOnly = Undefined.IsOrderOfAccesses(first),
                State = draft.UsesFx ? result.State : WithoutFx(draft, result.State),
                Changes = result.Changes,
                UndefinedFlags = undefinedFlags,
                IgnoredMemory = draft.IgnoredMemory,
                IgnoredFx = draft.IgnoredFx,
                Tolerance = draft.Tolerance,
            },
        };
    }

    private static CpuState WithoutFx(Draft draft, CpuState state) => new()
    {
        Registers = state.Registers,
        Segments = state.Segments,
        Eip = state.Eip,
        Eflags = state.Eflags,
        Fx = draft.Fx,
    };
}
