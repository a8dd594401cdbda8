namespace ActorMail.CrashRig.Summaries;

/// <summary>The tree this program was built from.</summary>
internal static class SourceTree
{
    /// <summary>The folder of ActorMail.sln, above the program.</summary>
    public static string Root
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "ActorMail.sln"))) return folder.FullName;
            }

            throw new DirectoryNotFoundException("The rig does not lie in its source tree.");
        }
    }
}
