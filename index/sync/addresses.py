"""Where what is followed lies, unless a setting says otherwise."""

README = "https://raw.githubusercontent.com/mli/paper-reading/main/README.md"
BILIBILI = "https://api.bilibili.com"
SEMANTIC_SCHOLAR = "https://api.semanticscholar.org"
