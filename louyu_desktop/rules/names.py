def fold_name(text): return text
def fold_organisation(text): return text
