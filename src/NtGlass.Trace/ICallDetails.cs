using NtGlass.Abi.Events;

namespace NtGlass.Trace;

/// <summary>More lines under the line of a call.</summary>
public interface ICallDetails
{
    /// <summary>What is known when the call is entered.</summary>
    IReadOnlyList<string> Entered(in ServiceCall call);

    /// <summary>What is known when it has returned.</summary>
    IReadOnlyList<string> Returned(in ServiceCall call);
}
