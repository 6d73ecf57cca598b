"""Large networks: the same state graph, made of whole columns at a time and kept in arrays.

What is not plain (ships, services, borders, prices by direction) is compiled row by row as in small
networks; the great mass of links and of changes of vehicle is not.
"""
