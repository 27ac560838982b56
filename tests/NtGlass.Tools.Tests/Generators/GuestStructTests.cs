using NtGlass.Abi;
using NtGlass.Profiles;
using Xunit;

namespace NtGlass.Tools.Tests;

[GuestStruct("_KAPC_STATE")]
public readonly partial struct KApcStateView
{
    [Field] public partial GuestAddress Process { get; set; }
    [Field] public partial bool UserApcPending { get; set; }
}

public enum ViewMode : byte
{
    Kernel,
    User,
}

[GuestStruct("_KTHREAD")]
public readonly partial struct KThreadView
{
    [Field] public partial KApcStateView ApcState { get; }
    [Field("ApcState.UserApcPending")] public partial byte UserApcPending { get; set; }
    [Field("Alerted[1]")] public partial byte AlertedUser { get; set; }
    [Field] public partial ViewMode PreviousMode { get; set; }
    [Field("Timer.DueTime.QuadPart")] public partial ulong DueTime { get; set; }
    [Field] public partial sbyte Priority { get; internal set; }
    [Field] public partial NtStatus WaitStatus { get; set; }
    [Field] public partial uint? UserTime { get; set; }
    [FieldAddress("MutantListHead")] public partial GuestAddress MutantListHead { get; }
}

public sealed class GuestStructTests
{
    const uint Base = 0x80001000;
    readonly ByteMemory memory = new(Base, 0x1C0);
    readonly KThreadView thread;

    public GuestStructTests() => thread = new(new GuestLayouts(OsProfile.Load("winxp-sp3-x86").Types), memory, new(Base));

    [Fact]
    public void Members_lie_where_the_profile_says()
    {
        thread.PreviousMode = ViewMode.User;
        thread.AlertedUser = 0x55;
        thread.DueTime = 0x1122334455667788;
        thread.WaitStatus = NtStatus.Timeout;
        thread.Priority = -2;
        Assert.Equal(1, memory.Bytes[0x140]);
        Assert.Equal(0x55, memory.Bytes[0x2F]);
        Assert.Equal(0x1122334455667788, BitConverter.ToInt64(memory.Bytes, 0x100));
        Assert.Equal(0x102, BitConverter.ToInt32(memory.Bytes, 0x54));
        Assert.Equal(0xFE, memory.Bytes[0x33]);
        Assert.Equal(ViewMode.User, thread.PreviousMode);
        Assert.Equal(-2, thread.Priority);
        Assert.Equal("STATUS_TIMEOUT", thread.WaitStatus.Name);
    }

    [Fact]
    public void Embedded_structures_share_the_memory()
    {
        KApcStateView state = thread.ApcState;
        state.Process = new(0x81234560);
        state.UserApcPending = true;
        Assert.Equal(new GuestAddress(Base + 0x34), state.Address);
        Assert.Equal(0x81234560, BitConverter.ToUInt32(memory.Bytes, 0x44));
        Assert.Equal(1, thread.UserApcPending);
        Assert.Equal(0x18, state.Size);
    }

    [Fact]
    public void A_nullable_member_that_is_there_behaves_like_any_other()
    {
        thread.UserTime = 7;
        Assert.Equal(7u, thread.UserTime);
        Assert.Equal(7, BitConverter.ToInt32(memory.Bytes, 0x148));
    }

    [Fact]
    public void A_member_that_the_profile_lacks_reads_as_null_and_ignores_writes()
    {
        TypeStore older = TypeStore.Read([
            "nt!_KAPC_STATE, 0x18 bytes", "   +0x010 Process          : Ptr32 Void",
            "nt!_KTHREAD, 0x20 bytes", "   +0x010 MutantListHead   : [2] Uint4B"]);
        var view = new KThreadView(new GuestLayouts(older), memory, new(Base));
        view.UserTime = 7;
        Assert.Null(view.UserTime);
        Assert.All(memory.Bytes, value => Assert.Equal(0, value));
    }

    [Fact]
    public void An_address_member_gives_its_place() => Assert.Equal(new GuestAddress(Base + 0x10), thread.MutantListHead);

    [Fact]
    public void Unmapped_memory_is_an_exception_that_names_the_address()
    {
        var view = new KThreadView(new GuestLayouts(OsProfile.Load("winxp-sp3-x86").Types), memory, new(0x70000000));
        var error = Assert.Throws<UnmappedGuestMemoryException>(() => view.DueTime);
        Assert.Equal(new GuestAddress(0x70000100), error.Address);
    }
}
