namespace NtGlass.Install;

/// <summary>How far an installation is: the step's name and its part done, from 0 to 1.</summary>
public readonly record struct InstallProgress(string Step, double Done);
