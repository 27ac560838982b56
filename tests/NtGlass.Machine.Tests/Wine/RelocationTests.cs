using NtGlass.Machine.Symbols;
using NtGlass.Machine.Tests.Guest;

namespace NtGlass.Machine.Tests.Wine;

/// <summary>DLLs that cannot all lie where they prefer.</summary>
public sealed class RelocationTests
{
    [Fact]
    public void TheKernelMovesAnImageAndTellsItsHeader()
    {
        using GuestRun run = WineRun.Start(program =>
        {
            program.Mark("start");
            program.Call("msvcrt.dll", "_getpid");
            program.Call("version.dll", "GetFileVersionInfoSizeA", 0, 0);
            program.Exit();
        });
        run.RunTo("start");
        LoadedModule[] modules = [.. run.Machine.Symbols.Modules.Where(module => module.Name is "msvcrt" or "version" or "kernelbase" or "kernel32")];
        Assert.Equal(4, modules.Length);
        Assert.Equal(4, modules.Select(module => module.Base).Distinct().Count());
        Assert.All(modules, module => Assert.Equal(module.Base.Value, run.Read(module.Base.Value + run.Read(module.Base.Value + 0x3C) + 0x34)));
        run.RunTo("msvcrt!_getpid");
        run.RunTo("version!GetFileVersionInfoSizeA");
    }
}
