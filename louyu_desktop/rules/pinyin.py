def sort_key(text, person=False): return text
