namespace NtGlass.Profiles;

/// <summary>A Windows version in the history of service numbers: a short id such as <c>winxp-sp3</c>, and its name.</summary>
public sealed record OsVersion(string Id, string Title);
