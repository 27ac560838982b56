using NtGlass.Abi;

namespace NtGlass.Kernel;

/// <summary>Goes on with a service when user mode has come back.</summary>
/// <returns>What the service returns; it may begin a wait or another call first.</returns>
delegate NtStatus CalloutCompletion(KThread thread, CalloutResult result);

/// <summary>What user mode gave to NtCallbackReturn.</summary>
readonly record struct CalloutResult(NtStatus Status, UserBuffer Output, uint Length)
{
    /// <summary>The number that the output holds; 0 when the call failed or gave none.</summary>
    public uint Number(KThread thread)
    {
        if (Status.IsError || Length < sizeof(uint)) return 0;
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        Output.Read(thread, bytes);
        return BitConverter.ToUInt32(bytes);
    }
}

/// <summary>A call of a user-mode routine by its number in PEB.KernelCallbackTable.</summary>
public sealed class UserCallout
{
    internal UserCallout(uint number, byte[] input, CalloutCompletion completion) => (Number, Input, Completion) = (number, input, completion);

    public uint Number { get; }

    /// <summary>What the routine gets, copied onto its stack.</summary>
    public ReadOnlyMemory<byte> InputBytes => Input;

    internal byte[] Input { get; }

    internal CalloutCompletion Completion { get; }

    /// <summary>The service call that an observer waits for.</summary>
    internal ObservedCall? ObservedCall { get; init; }
}
