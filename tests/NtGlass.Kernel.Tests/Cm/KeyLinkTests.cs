using NtGlass.Abi;
using Xunit;

namespace NtGlass.Kernel.Tests;

public sealed class KeyLinkTests : IDisposable
{
    readonly RegistryBench registry = new();

    public void Dispose() => registry.Dispose();

    [Fact]
    public void A_link_leads_to_its_target()
    {
        uint root = registry.NewKey(), link = registry.SubKey(root, "link", RegistryBench.CreateLink);
        Assert.Equal(NtStatus.AccessDenied, registry.SetText(link, "SymbolicLinkValue", 1, registry.Home));
        Assert.Equal(NtStatus.AccessDenied, registry.SetText(link, "other", 6, registry.Home));
        Assert.Equal(NtStatus.Success, registry.SetText(link, "SymbolicLinkValue", 6, registry.Home + @"\Test\target"));
        Assert.Equal(NtStatus.ObjectNameNotFound, registry.Open("link", out _, root));
        uint target = registry.SubKey(root, "target");
        registry.SetText(target, "value", 1, "there");
        Assert.Equal(NtStatus.Success, registry.Open("link", out uint through, root));
        Assert.Equal("there", registry.Text(through, "value"));
        Assert.Equal(NtStatus.Success, registry.Create(@"link\deeper", out _, root));
        Assert.Equal(NtStatus.Success, registry.Open(@"target\deeper", out _, root));
        Assert.Equal(NtStatus.Success, registry.Open("link", out uint itself, root, attributes: RegistryBench.OpenLink));
        Assert.NotNull(registry.Data(itself, "SymbolicLinkValue"));
        Assert.Equal(NtStatus.ObjectNameCollision, registry.Create("link", out _, root, RegistryBench.CreateLink));
        Assert.Equal(NtStatus.Success, registry.Call("NtDeleteKey", itself));
        Assert.Equal(NtStatus.Success, registry.Open("target", out _, root));
    }

    [Fact]
    public void Links_that_lead_nowhere_end()
    {
        uint root = registry.NewKey(), link = registry.SubKey(root, "link", RegistryBench.CreateLink);
        Assert.Equal(NtStatus.ObjectNameNotFound, registry.Open("link", out _, root));
        registry.SetText(link, "SymbolicLinkValue", 6, registry.Home + @"\Test\link\link");
        Assert.Equal(NtStatus.NameTooLong, registry.Open("link", out _, root));
        registry.SetText(link, "SymbolicLinkValue", 6, "target");
        Assert.Equal(NtStatus.ObjectNameNotFound, registry.Open("link", out _, root));
    }

    [Fact]
    public void The_current_control_set_is_a_link()
    {
        Assert.Equal(NtStatus.Success, registry.Open(@"\Registry\Machine\System\CurrentControlSet\Control", out uint key));
        Assert.Equal(NtStatus.Success, registry.Open(@"\REGISTRY\MACHINE\SYSTEM\CurrentControlSet", out _, attributes: 0));
        uint room = registry.Bench.Room(256), length = registry.Bench.Room(4);
        Assert.Equal(NtStatus.Success, registry.Call("NtQueryObject", key, 1, room, 256, length));
        Assert.Equal(
            @"\REGISTRY\MACHINE\SYSTEM\ControlSet001\Control",
            System.Text.Encoding.Unicode.GetString(registry.Bench.Bytes(room + 8, (int)(registry.Bench.Dword(room) & 0xFFFF))));
    }
}
